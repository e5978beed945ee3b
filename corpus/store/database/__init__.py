"""The database: connections, transactions, tables and upgrades."""
