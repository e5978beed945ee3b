"""Reads, stores and fetches articles."""
