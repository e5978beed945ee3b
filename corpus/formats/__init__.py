"""Reads files of each format to text and metadata."""
