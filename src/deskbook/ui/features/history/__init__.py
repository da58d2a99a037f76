"""The history of one entry: what each revision changed, who wrote what, and the way back."""
