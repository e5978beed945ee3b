"""What can be read from a message that the bot sent: its quotes, and the question it answers."""
