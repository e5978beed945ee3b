"""Hashes that SQLite can store as integers: fingerprints of word sequences, and keyed hashes."""

import hmac
import re
from collections.abc import Iterable
from hashlib import blake2b

WORD = re.compile(r"\w+")


def words_of(text: str) -> list[str]:
    """The words of a text, case-folded, without punctuation."""
    return WORD.findall(text.casefold())


def fingerprint(words: Iterable[str]) -> int:
    """A 64-bit hash of the words."""
    data = " ".join(words).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), signed=True)


def keyed_hash(key: bytes, number: int) -> int:
    """A 64-bit hash of a number; it reveals nothing about the number without the key."""
    digest = hmac.digest(key, str(number).encode(), "sha256")
    return int.from_bytes(digest[:8], signed=True)
