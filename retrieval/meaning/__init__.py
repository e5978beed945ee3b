"""What sentences mean: a small model that turns them into vectors, and the vectors' files."""
