"""Replies about an answer: whether its quotes are still at their sources, and why it was given."""
