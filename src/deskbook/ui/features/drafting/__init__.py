"""The draft box: what an agent is about to send, checked while it is written."""
