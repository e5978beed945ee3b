"""What the bot tells a chat later, because the chat asked it to."""
