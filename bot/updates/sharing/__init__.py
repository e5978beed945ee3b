"""Sharing the work between several bots over one PostgreSQL."""
