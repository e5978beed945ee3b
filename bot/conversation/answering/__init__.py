"""Answering questions, and remembering the answers that the next question may refer to."""
