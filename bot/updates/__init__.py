"""How updates come from Telegram and wait for their turn."""
