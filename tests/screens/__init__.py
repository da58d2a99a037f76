"""Every screen over the starter handbook: tests walk through them, pictures are made of them."""
