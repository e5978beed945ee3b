"""The messages that readers see, as text with formatting marks."""
