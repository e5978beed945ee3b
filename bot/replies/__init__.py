"""What the bot says: every message that a reader sees, as text with marks."""
