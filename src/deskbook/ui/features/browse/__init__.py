"""Browsing the handbook when nothing is searched for."""
