"""What is kept for a chat besides its sources."""
