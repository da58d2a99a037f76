"""Two releases side by side: which entries changed, and how."""
