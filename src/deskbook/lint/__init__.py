"""Content checks: a runner and one rule a file, pure functions over a library of entries."""
