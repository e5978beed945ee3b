"""Receiving updates from Telegram and queuing them for handling."""
