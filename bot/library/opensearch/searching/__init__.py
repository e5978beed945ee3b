"""What answers ask of OpenSearch, and what is remembered of what it finds."""
