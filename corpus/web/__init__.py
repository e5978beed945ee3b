"""What is fetched from the web, and how it is read safely."""
