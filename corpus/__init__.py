"""What was published: articles, their sentences, how they get in and where they are kept."""
