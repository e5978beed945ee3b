"""Abbreviations by language: a text file for each, and what reads it."""
