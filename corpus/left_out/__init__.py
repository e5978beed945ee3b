"""The rules for lines of a page that are not part of its article."""
