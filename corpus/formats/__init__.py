"""Extracts text and metadata from files of each format."""
