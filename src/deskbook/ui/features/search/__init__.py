"""Finding an entry while typing."""
