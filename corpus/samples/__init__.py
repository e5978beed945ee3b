"""Sample articles, used until the first article is added."""
