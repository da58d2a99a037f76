"""What a new release changed, and what must be read."""
