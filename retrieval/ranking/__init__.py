"""Ranking candidate sentences by their features, and how confident the answer is."""
