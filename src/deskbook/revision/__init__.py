"""Versions and the way between them: differences, merges, blame, the cycle's states, the audit chain."""
