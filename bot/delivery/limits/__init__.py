"""Telegram's limits on messages, and whose turn it is to send one."""
