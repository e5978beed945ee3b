"""What is known about each language: one small file for each, and which one a text is in."""
