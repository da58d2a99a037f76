"""Use cases, a file a family; they know ports, not adapters, and return what they changed."""
