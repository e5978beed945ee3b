"""How messages reach Telegram, within its limits."""
