"""Where articles, and all else that must last, are kept."""
