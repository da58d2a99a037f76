"""Whether an altered pack is ever accepted; see ``__main__.py``."""
