"""Upkeep of the database: backups, checks, and one bot at a time."""
