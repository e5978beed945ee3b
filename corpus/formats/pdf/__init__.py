"""Reads PDFs: words with their places on the page, in the order of a reader."""
