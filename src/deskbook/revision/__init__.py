"""Reading versions: differences, three-way merges, blame and comparisons of releases; pure."""
