"""Making one text of two that owners wrote at the same time."""
