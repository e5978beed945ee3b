"""How a sentence reads in another version of its article."""
