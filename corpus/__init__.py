"""Articles: how they are read, stored and fetched."""
