"""Adding sources: what a message holds, and how it is read."""
