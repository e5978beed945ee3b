"""Articles and feeds from the web, and when to check them again."""
