"""Sending messages to Telegram, within its limits."""
