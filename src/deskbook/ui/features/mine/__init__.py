"""What a person keeps about the entry shown, and what they tell its owners."""
