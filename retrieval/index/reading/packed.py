"""Articles' entries as bytes, which an engine keeps beside them.

The context of candidates is counted from them, by the same code as in the embedded index.
"""

import struct
import zlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.index.entry import Entry
from retrieval.index.part import AUTHOR, PUBLISHER, TITLE

VERSION = 1
# The version, the bytes of a token, the day, and the numbers of terms in title and names, of
# sentences, tokens, sections and headings.
HEADER = struct.Struct("<BBIIIIII")
LEVEL = 6  # of compression: half the size for a tenth of a millisecond when an article is added
SHORT = 1 << 16  # distinct terms; with more, a token takes 4 bytes
SEPARATOR = "\n"  # is in no term, as white space separates them


class Packed(NamedTuple):
    """An article's entry.

    ``vocabulary`` holds its distinct terms, first those of title and names, ``about`` in number,
    with their prefixes. ``tokens`` are the sentences' terms, one after the other, as positions in
    it; ``lengths`` counts each sentence's.
    """

    vocabulary: Sequence[str]
    about: int
    tokens: NDArray[np.integer]
    lengths: NDArray[np.integer]
    sections: NDArray[np.integer]
    headings: NDArray[np.integer]
    day: int
    language: str


class PackedError(ValueError):
    """Bytes that are not an entry of this version."""


def pack(entry: Entry) -> bytes:
    """An entry as bytes, compressed by zlib.

    They are, after a header, all little-endian: the number of terms of each sentence, the first
    sentence of each section, and the headings, 4 bytes each; the terms of the sentences, one after
    the other, as positions in the vocabulary, 2 or 4 bytes each; and in UTF-8, a line each, the
    language and the vocabulary. The vocabulary are the distinct terms of the title, publisher and
    author, with their prefixes, and then those of the sentences.
    """
    about = _about(entry)
    known = dict.fromkeys(about)
    numbers = {term: number for number, term in enumerate(known)}
    tokens = [
        numbers.setdefault(term, len(numbers)) for terms in entry.sentences for term in terms
    ]
    width = 2 if len(numbers) <= SHORT else 4
    counts = len(about), len(entry.sentences), len(tokens)
    marks = len(entry.sections), len(entry.headings)
    lines = SEPARATOR.join((entry.language, *numbers))
    pieces = (
        HEADER.pack(VERSION, width, entry.day, *counts, *marks),
        _bytes(map(len, entry.sentences)),
        _bytes(entry.sections),
        _bytes(entry.headings),
        _bytes(tokens, width),
        lines.encode("utf-8", "surrogatepass"),
    )
    return zlib.compress(b"".join(pieces), LEVEL)


def unpack(packed: bytes) -> Packed:
    """The entry in these bytes.

    Raises:
        PackedError: They are damaged, or of another version.
    """
    try:
        found = zlib.decompress(packed)
        version, width, day, about, *sizes = HEADER.unpack_from(found)
        if version != VERSION:
            raise PackedError(f"an entry of version {version}")
        sentences, tokens, sections, headings = sizes
        arrays, at = [], HEADER.size
        for size, bytes_each in ((sentences, 4), (sections, 4), (headings, 4), (tokens, width)):
            arrays.append(np.frombuffer(found, f"<u{bytes_each}", size, at))
            at += size * bytes_each
        language, *vocabulary = str(found[at:], "utf-8", "surrogatepass").split(SEPARATOR)
    except (zlib.error, struct.error, ValueError, TypeError) as error:
        raise PackedError(f"a damaged entry: {error}") from error
    lengths, begun, above, numbers = arrays
    return Packed(vocabulary, about, numbers, lengths, begun, above, day, language)


def _about(entry: Entry) -> list[str]:
    """The distinct terms of title and names, with their prefixes."""
    every = ((TITLE, entry.title), (PUBLISHER, entry.publisher), (AUTHOR, entry.author))
    return list(dict.fromkeys(prefix + term for prefix, terms in every for term in terms))


def _bytes(numbers: Iterable[int], width: int = 4) -> bytes:
    return np.fromiter(numbers, f"<u{width}").tobytes()
