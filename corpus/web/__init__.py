"""Fetches articles and feeds from the web and keeps them up to date."""
