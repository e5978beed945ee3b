"""Puts what is newer before what is older, and finds the numbers that it replaces."""
