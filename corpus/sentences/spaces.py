"""Finds where sentences may end in scripts that write no stop after them, such as Thai."""

import re
from collections.abc import Collection, Iterator

# Between letters: not around numbers and foreign words, which have spaces of their own.
SPACE = re.compile(r"(?<=[\u0e00-\u0e4f])\s+(?=[\u0e00-\u0e4f“\"'(])")
LEAST, MOST = 60, 200  # characters of a sentence before a frequent opener, and before any word


def space_cuts(text: str, openers: Collection[str]) -> Iterator[int]:
    """Yield the positions after spaces where a sentence can begin; none if there are no openers.

    The writer's own breaks between sentences cannot be told from those between clauses, so this
    only keeps sentences from growing endless.
    """
    if not openers:
        return
    frequent = tuple(openers)
    start = 0
    for space in SPACE.finditer(text):
        length = space.start() - start
        if length >= MOST or (length >= LEAST and text.startswith(frequent, space.end())):
            yield space.end()
            start = space.end()
