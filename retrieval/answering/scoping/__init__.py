"""Reads which articles a question is asked of, and narrows its scope to them."""
