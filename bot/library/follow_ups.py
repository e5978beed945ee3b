"""A follow-up question together with the question before it."""

LONGEST_BEFORE = 300  # characters of what was asked before


def full_question(question: str, before: str | None) -> str:
    """A question with the one that it follows up, if any."""
    return f"{question} {before}"[:LONGEST_BEFORE] if before else question
