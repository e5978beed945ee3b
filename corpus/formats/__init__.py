"""From a file's bytes to its text and what is known of it."""
