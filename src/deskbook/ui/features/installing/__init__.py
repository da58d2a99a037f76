"""A pack that somebody opened in a file manager: what it is, and whether to install it."""
