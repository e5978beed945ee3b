"""Asking from other chats, links that open the bot, and greetings."""
