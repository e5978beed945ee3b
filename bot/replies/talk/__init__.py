"""Replies to whole messages: several questions, claims and small talk."""
