"""Measures of answer quality, and the fitting of weights."""
