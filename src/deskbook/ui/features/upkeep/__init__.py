"""Keeping the index in step with the handbook, in the background."""
