"""What a customer's message says besides its question, shown above the answer."""
