"""Finds the lines of a page that are not part of its article."""
