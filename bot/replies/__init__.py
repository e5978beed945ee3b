"""What the bot says: every message readers see, as text with marks."""
