"""Answers questions, without files, network, clock or Telegram."""
