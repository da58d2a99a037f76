"""The board: what is planned for the quarter, who does it, and how far it is."""
