"""Words of like meaning: one text says "deal", another "agreement".

``python -m retrieval.meaning.related_words`` makes the list.
"""

from bisect import bisect_left
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.array_file import Arrays, read_arrays, write_arrays

FILE = files("retrieval.words").joinpath("related.arrays")
MAGIC = b"QWrelw1\n"
FULL = 255  # how a likeness of 1 is stored
CLOSE = 0.5  # how alike two words are that a reader would call related
CACHED = 200  # terms of which the related ones are cached; each takes about 2 KB


class Making(NamedTuple):
    """What the list was made with: it is only right for terms of the same analysis."""

    analysis: int
    model: str


class RelatedWords:
    """Pairs of related terms, mapped from a file.

    ``letters`` has all terms in the order of their bytes, ``letter_ends`` where each ends,
    ``ends`` where the pairs of each end, and ``others`` and ``likeness`` the pairs, the most
    alike first.
    """

    def __init__(self, arrays: Arrays, made_with: Making) -> None:
        self.made_with = made_with
        self._letters = arrays["letters"].data
        self._letter_ends = arrays["letter_ends"]
        self._ends = arrays["ends"]
        self._others = arrays["others"]
        self._likeness = arrays["likeness"]

    def __len__(self) -> int:
        return len(self._letter_ends)

    def of(self, term: str) -> dict[str, float]:
        """The terms related to one, and how much alike they are, from 0 to 1; most alike first."""
        wanted = term.encode("utf-8", "surrogatepass")
        at = bisect_left(range(len(self)), wanted, key=self._bytes_of)
        if at == len(self) or self._bytes_of(at) != wanted:
            return {}
        pairs = slice(*_range(self._ends, at))
        others = self._others[pairs].tolist()
        likeness = [alike / FULL for alike in self._likeness[pairs].tolist()]
        return {self.term(other): alike for other, alike in zip(others, likeness, strict=True)}

    def term(self, at: int) -> str:
        """The term in this place."""
        return self._bytes_of(at).decode("utf-8")

    def _bytes_of(self, at: int) -> bytes:
        return bytes(self._letters[slice(*_range(self._letter_ends, at))])


def _range(ends: NDArray[np.generic], at: int) -> list[int]:
    return [int(ends.item(at - 1)) if at else 0, int(ends.item(at))]


@cache
def related_words() -> RelatedWords:
    """The list in the package, mapped when it is first used."""
    with as_file(FILE) as path:
        found = read_arrays(path, MAGIC)
    return RelatedWords(found.arrays, Making(**found.about))


@lru_cache(CACHED)
def related_terms(term: str) -> Mapping[str, float]:
    """The terms related to one, and how much alike they are, from 0 to 1; most alike first."""
    return related_words().of(term)


def close_terms(term: str) -> list[str]:
    """The terms that are closely related to one, most alike first."""
    return [other for other, alike in related_terms(term).items() if alike >= CLOSE]


def write_related(
    path: Path, related: Mapping[str, Mapping[str, float]], made_with: Making
) -> None:
    """Write a list of related terms.

    Raises:
        OSError: The file cannot be written; nothing is left behind.
    """
    every = {*related, *(other for others in related.values() for other in others)}
    letters = sorted(term.encode() for term in every)
    place = {term.decode(): at for at, term in enumerate(letters)}
    rows = [
        sorted(related.get(term, {}).items(), key=lambda pair: (-pair[1], pair[0]))
        for term in place
    ]
    pairs = [pair for row in rows for pair in row]
    arrays: Arrays = {
        "letters": np.frombuffer(b"".join(letters), np.uint8),
        "letter_ends": np.cumsum([*map(len, letters)], dtype=np.uint32),
        "ends": np.cumsum([*map(len, rows)], dtype=np.uint32),
        "others": np.array([place[other] for other, _ in pairs], np.uint16),
        "likeness": np.array([round(FULL * alike) for _, alike in pairs], np.uint8),
    }
    write_arrays(path, MAGIC, arrays, made_with._asdict())
