"""The kinds of pages that are shown instead of an article."""

import re
from typing import NamedTuple


class Wall(NamedTuple):
    """A kind of page: what an error calls it, sentences on it, and titles of it."""

    name: str
    sentence: re.Pattern[str]
    title: re.Pattern[str]


def wall(name: str, sentences: tuple[str, ...], titles: tuple[str, ...]) -> Wall:
    """The kind of page with any of these sentences and whole titles."""
    return Wall(
        name,
        re.compile("|".join(sentences), re.IGNORECASE),
        re.compile(f"(?:{'|'.join(titles)})" + r"[\W_]*", re.IGNORECASE),
    )
