"""Making the installers: ``make packages`` runs :mod:`installers.__main__`."""
