"""Checking what other programs put on the clipboard, for who wants it."""
