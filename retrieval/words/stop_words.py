"""Words that ask, in English."""

QUESTION_WORDS = tuple("who whom whose what which when where why how".split())
