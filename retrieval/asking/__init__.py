"""Reads what a message asks: what it is about, and which question it follows up on."""
