"""Recognizes pages that stand in an article's place."""
