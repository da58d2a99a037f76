"""How long a person waits for the copy gate and the draft box."""
