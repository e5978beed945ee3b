"""Fetching and parsing what strangers wrote, in a confined worker process."""
