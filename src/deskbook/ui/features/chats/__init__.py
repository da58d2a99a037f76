"""The chats that an agent holds at once, and what is remembered for each."""
