"""The vectors of the stored articles: making them, and keeping them on disk."""
