"""What the handbook is like, in figures."""
