"""Bringing what the store holds into OpenSearch."""
