"""Going through a procedure one step at a time."""
