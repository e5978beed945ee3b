"""Slow work that is done beside the answering of updates, fairly between chats and users."""
