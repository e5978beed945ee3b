"""Measuring answer quality and training the weights."""
