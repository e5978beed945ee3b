"""When and how a question counts as a follow-up to the one before it.

In Telegram, a reply to one of the bot's answers follows up its question for an hour; in the
terminal, each question may follow up the one before. Whether the new question needs the earlier
one to be understood, ``retrieval.ranking.question`` decides by its words.
"""

from datetime import timedelta

UNDERSTOOD_FOR = timedelta(hours=1)  # how long a reply to an answer counts
LONGEST_QUESTION = 300  # characters; the oldest words of a long chain are cut off


def full_question(question: str, before: str | None) -> str:
    """Return a question together with the one that it follows up, if any."""
    return f"{question} {before}"[:LONGEST_QUESTION] if before else question
