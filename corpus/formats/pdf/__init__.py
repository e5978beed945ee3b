"""Reads PDFs: words with their places on the page, in reading order."""
