"""One rule a file: a function from a library to its problems."""
