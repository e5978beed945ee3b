"""The stored articles and the index over them, kept in step and ready to be asked."""
