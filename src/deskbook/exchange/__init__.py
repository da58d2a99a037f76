"""Importers and exporters, a file a format."""
