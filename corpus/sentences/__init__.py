"""Splits a text into paragraphs and sentences."""
