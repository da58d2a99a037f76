"""Versions and the way from one to the next: the cycle's state machine and the audit chain; pure."""
