"""Plain immutable values: entries, revisions, releases, queries and hits."""
