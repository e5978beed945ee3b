"""Reads Word documents as Word shows them."""
