"""Ranks candidate sentences by their features and estimates the answer's confidence."""
