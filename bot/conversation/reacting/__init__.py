"""Reactions: what readers think of answers, and what the bot says by one."""
