"""What a chat does with its own sources and feeds."""
