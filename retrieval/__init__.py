"""From a question to an answer, without files, network, clock or Telegram."""
