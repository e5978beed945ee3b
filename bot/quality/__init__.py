"""How good the answers are, measured and trained."""
