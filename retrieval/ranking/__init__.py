"""What speaks for each candidate, weighed; how sure the first one is."""
