"""The phrase guard, measured: what it finds and what it wrongly finds, and how fast."""
