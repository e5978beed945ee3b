"""The inverted index: the sentences that contain a term, and their BM25 scores."""
