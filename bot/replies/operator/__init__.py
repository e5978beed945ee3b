"""Replies to the operator: figures, open questions and alerts."""
