"""Finds the article on a web page: its text, and what its structured data says about it."""
