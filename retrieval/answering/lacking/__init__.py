"""Which words of a question the sources, or an answer, lack."""
