"""Writing entries: the text, its fields, its steps, and what is to be said about them."""
