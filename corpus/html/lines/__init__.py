"""Divides a page into the lines that its readers see."""
