"""The kinds of pages that are shown instead of an article."""

import re
from typing import NamedTuple

from corpus.html.walls.further_languages import FURTHER


class Wall(NamedTuple):
    """A kind of page: what an error calls it, sentences on it, and titles of it."""

    name: str
    sentence: re.Pattern[str]
    title: re.Pattern[str]


def wall(name: str, sentences: tuple[str, ...], titles: tuple[str, ...]) -> Wall:
    """The kind of page with any of these sentences and whole titles, or those in FURTHER."""
    further_sentences, further_titles = FURTHER.get(name, ((), ()))
    every_title = "|".join((*titles, *further_titles))
    return Wall(
        name,
        re.compile("|".join((*sentences, *further_sentences)), re.IGNORECASE),
        re.compile(rf"(?:{every_title})[\W_]*", re.IGNORECASE),
    )
