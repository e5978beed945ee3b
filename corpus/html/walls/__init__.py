"""Recognizes pages that are shown instead of an article."""
