"""The inverted index: which sentences hold a term, and what BM25 makes of that."""
