"""What stands on a page and is not part of the article."""
