"""What keeps a database healthy: backups, checks, one bot at a time."""
