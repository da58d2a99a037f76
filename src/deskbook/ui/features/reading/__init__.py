"""Reading an entry and copying its scripts."""
