"""From a word as printed to its terms, by the rules of its language."""
