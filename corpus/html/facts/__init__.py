"""Reads a page's title, publisher, authors, dates and language."""
