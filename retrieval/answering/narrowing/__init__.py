"""Which articles a question is asked of."""
