"""What the starter handbook is made of, and how good its texts are, in figures."""
