"""Which release the desk reads: new ones that arrive, old ones that are past their end, going back."""
