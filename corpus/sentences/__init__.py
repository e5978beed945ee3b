"""From a paragraph to its sentences."""
