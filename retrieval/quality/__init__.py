"""Measures of answer quality, and how weights are fitted."""
