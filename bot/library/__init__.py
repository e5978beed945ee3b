"""The stored articles and the index over them, kept in sync and ready for questions."""
