"""Telegram and the command line: how a question arrives and an answer is shown."""
