"""Replies about the sources and feeds of a chat."""
