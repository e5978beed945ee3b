"""Talking with readers: who is answered, with what, and what is remembered."""
