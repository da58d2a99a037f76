"""One package a feature: a presenter without Qt, a model, a view. Features do not know each other."""
