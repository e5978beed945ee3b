"""What groups do with the bot: they add it, move to a new id, and remove it."""
