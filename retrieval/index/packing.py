"""Packs each posting into one number: the row and, in the lowest bits, a code.

The code is the number of a pair of tf and length. There are few such pairs, so most postings fit
into 32 bits.
"""

from collections.abc import Iterable, Set

import numpy as np
from numpy.typing import NDArray

from retrieval.index.part import Codes, Posting, Rows

NARROW = 32  # bits
# Rows of a segment that is merged from others. They leave 10 bits for codes, and real text needs
# them: 26,000 sentences in four languages have 658 pairs. A process that does nothing but merge so
# many rows takes 555 MB; with twice as many it would take about 1 GB.
MOST_ROWS = (1 << 22) - 1

Words = NDArray[np.integer]
Pair = tuple[int, int]  # tf and length


def code_bits(pairs: int) -> int:
    """The number of bits in a code if there are ``pairs`` pairs."""
    return max(pairs - 1, 0).bit_length()


def word_type(rows: int, pairs: int) -> type[np.unsignedinteger]:
    """The narrowest type with room for a row and a code."""
    return np.uint32 if rows.bit_length() + code_bits(pairs) <= NARROW else np.uint64


def is_mergeable(rows: int, pairs: Iterable[Set[Pair]]) -> bool:
    """Whether parts with so many rows together, and each with these pairs, may become one segment.

    Its words are then narrow; wide ones would be twice as large and slow.
    """
    if rows > MOST_ROWS:
        return False
    return word_type(rows, len(frozenset[Pair]().union(*pairs))) is np.uint32


def pack(rows: Rows, codes: Codes, size: int, pairs: int) -> Words:
    """The postings as words, in a part of ``size`` rows with ``pairs`` pairs."""
    word = word_type(size, pairs)
    return np.asarray(rows.astype(word) << code_bits(pairs) | codes.astype(word))


def unpack(words: Words, pairs: int) -> Posting:
    """The rows and codes of packed postings."""
    codes = words & (1 << code_bits(pairs)) - 1
    narrow = words.dtype == np.uint32
    return Posting(
        rows_of(words, pairs), codes.view(np.int32) if narrow else codes.astype(np.int32)
    )


def rows_of(words: Words, pairs: int) -> Rows:
    """The rows of packed postings."""
    rows = words >> code_bits(pairs)
    # The highest bit of a row is never set, so signed and unsigned are the same bits.
    return rows.view(np.int32) if words.dtype == np.uint32 else rows.astype(np.int32)
