"""Replies to questions, and how they quote."""
