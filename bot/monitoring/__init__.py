"""Monitoring of the bot: log, metrics and health check."""
