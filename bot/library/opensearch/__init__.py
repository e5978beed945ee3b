"""Searching and feeding an OpenSearch cluster instead of the embedded index."""
