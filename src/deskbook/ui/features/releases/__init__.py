"""Releases, what they changed, going back to one, and the audit log."""
