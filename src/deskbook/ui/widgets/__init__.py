"""Reusable parts that know no feature."""
