"""Finds the sentences that a source has changed since it was first read."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from corpus.article import Article, Sentence
from corpus.rewording.looking_up import State, look_up

# Code points of an earlier text. Reading one takes 3 ms at most, and no news is longer.
LONGEST_TEXT = 100_000


class Reworded(NamedTuple):
    """How a sentence read before its source changed it, and the day the newer text was stored."""

    before: Sentence
    day: date


def last_rewording(
    sentence: Sentence, older: Iterable[tuple[Article, datetime]]
) -> Reworded | None:
    """Return the last change of a sentence's words or numbers; None if there was none.

    ``older`` are its article's earlier texts, newest first, with the times of their replacement.
    """
    for article, replaced in older:
        state, before = look_up(sentence, article)
        if state is State.GONE:
            return None  # it was new in the next text
        if state is State.CHANGED and before is not None:
            return Reworded(before, replaced.date())
    return None
