"""The gate and publishing: what still stops the release, its notes, its day."""
