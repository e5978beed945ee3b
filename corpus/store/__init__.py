"""The database: articles, subscriptions and everything else that is stored."""
