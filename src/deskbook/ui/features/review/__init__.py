"""Reviewing changes: reading what is new, remarks on lines, verdicts."""
