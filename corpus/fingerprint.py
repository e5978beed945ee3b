"""Fingerprints of word sequences; they ignore case and punctuation."""

import re
from collections.abc import Iterable
from hashlib import blake2b

WORD = re.compile(r"\w+")


def words_of(text: str) -> list[str]:
    """The words of a text, case-folded."""
    return WORD.findall(text.casefold())


def fingerprint(words: Iterable[str]) -> int:
    """A 64-bit hash of the words, signed like SQLite's integers."""
    data = " ".join(words).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), signed=True)
