"""Deskbook: an offline knowledge base and SOP manager for customer-service teams."""
