"""The limits on messages that Telegram publishes; without telegram, for the command line.

Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

MESSAGES_PER_SECOND = 30  # across all chats
MESSAGES_PER_MINUTE_IN_GROUP = 20
MESSAGES_PER_SECOND_IN_CHAT = 1  # short bursts may exceed it; only progress messages respect it
