"""Everything that can be done, and every entry, by typing a piece of its name."""
