"""Finds what speaks for a statement and against it: other numbers, denials and opposites."""
