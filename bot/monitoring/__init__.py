"""How the bot is doing: the log, the metrics, the health check."""
