"""Conversations with users: who is answered, with what, and what is remembered."""
