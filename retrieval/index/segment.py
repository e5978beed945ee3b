"""The immutable parts of the index: arrays, in memory or mapped from a file."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from hashlib import blake2b
from itertools import accumulate, pairwise
from mmap import mmap

import numpy as np
from numpy.typing import NDArray

from retrieval.array_file import Arrays, is_cut, release
from retrieval.index.bm25 import saturation
from retrieval.index.packing import Pair, Words, code_bits, rows_of, unpack
from retrieval.index.part import Codes, Floats, Mask, Part, Posting, Postings, Rows

LOOKED_UP = 20_000  # terms whose numbers are cached
LONGEST = 255  # letters; longer terms share a bucket with terms of this length
LENGTH_BITS = 8


class Segment(Part):
    """A part whose rows and postings are arrays.

    Terms are numbered, sorted by first letter, then length, then all letters. ``letters`` holds
    all terms in UTF-8; term t starts at ``letter_ends[t]``. ``buckets`` are the pairs of first
    letter and length that occur, and ``bucket_starts`` the first term of each. ``hashes`` are the
    terms' hashes, sorted, and ``hashed`` the term of each. The postings of term t are
    ``words[ends[t] : ends[t + 1]]``, packed; a code is a position in ``pair_tf`` and
    ``pair_lengths``. ``file`` is the mapped file that the arrays are in, if any.
    """

    FIELDS = (
        "keys", "groups", "days", "spoken", "starts", "sections", "headings", "lengths", "letters",
        "letter_ends", "buckets", "bucket_starts", "hashes", "hashed", "ends", "words", "pair_tf",
        "pair_lengths",
    )  # fmt: skip

    def __init__(
        self,
        arrays: Arrays,
        names: Sequence[str],
        languages: Sequence[str],
        file: mmap | None = None,
    ) -> None:
        super().__init__()
        self._file = file
        self.arrays = {name: np.asarray(arrays[name]) for name in self.FIELDS}
        self.names = tuple(names)
        self.languages = tuple(languages)
        self.__dict__.update(self.arrays)
        self._numbers: dict[str, int | None] = {}
        self._saturated: tuple[tuple[float, float, float], Floats] | None = None
        self._letters = self.arrays["letters"].data

    letters: NDArray[np.uint8]
    letter_ends: NDArray[np.int64]
    buckets: NDArray[np.int64]
    bucket_starts: NDArray[np.int32]
    hashes: NDArray[np.uint64]
    hashed: NDArray[np.int32]
    ends: NDArray[np.int64]
    words: Words
    pair_tf: NDArray[np.int64]
    pair_lengths: NDArray[np.int64]

    @property
    def is_cut(self) -> bool:
        """Whether the file has become shorter; reading what is gone would end the process."""
        return is_cut(self._file)

    @cached_property
    def pairs(self) -> frozenset[Pair]:
        """The pairs of tf and length that occur."""
        return frozenset(zip(self.pair_tf.tolist(), self.pair_lengths.tolist(), strict=True))

    def release(self) -> None:
        """Give back the memory of what was read from the file."""
        release(self._file)

    def find(self, term: str) -> Posting | None:
        number = self._number(term)
        return None if number is None else unpack(self._postings(number), len(self.pair_tf))

    def places(self, term: str, rows: Rows) -> NDArray[np.intp]:
        words = self._postings(self._number(term))
        return words.searchsorted(rows.astype(words.dtype) << code_bits(len(self.pair_tf)))

    def postings_at(self, term: str, places: NDArray[np.intp]) -> tuple[Rows, NDArray[np.int64]]:
        words = self._postings(self._number(term)).take(places)
        rows, codes = unpack(words, len(self.pair_tf))
        return rows, self.tf(codes)

    def find_all(self, terms: Iterable[str], mask: Mask | None) -> Postings:
        found = [self._postings(self._number(term)) for term in terms]
        ends = list(accumulate(map(len, found)))
        words = np.concatenate([self.words[:0], *found])
        if mask is not None:
            (kept,) = mask.take(rows_of(words, len(self.pair_tf))).nonzero()
            words, ends = words.take(kept), kept.searchsorted(ends).tolist()
        return Postings(*unpack(words, len(self.pair_tf)), ends)

    def tf(self, codes: Codes) -> NDArray[np.int64]:
        return self.pair_tf[codes]

    def gains(
        self, codes: Codes, weight: float, k1: float, b: float, average: float, out: Floats
    ) -> None:
        if self._saturated is None or self._saturated[0] != (k1, b, average):
            found = saturation(self.pair_tf, self.pair_lengths, average, k1, b)
            self._saturated = (k1, b, average), found
        # With "clip" numpy writes to ``out`` without a copy; codes are never out of range.
        (self._saturated[1] * weight).take(codes, out=out, mode="clip")

    def terms(self) -> Iterator[str]:
        yield from self._terms(0, len(self.letter_ends) - 1)

    def terms_like(self, first: str, lengths: Iterable[int]) -> Iterator[str]:
        for length in lengths:
            bucket = int(np.searchsorted(self.buckets, bucket_of(first, length)))
            if bucket < len(self.buckets) and self.buckets[bucket] == bucket_of(first, length):
                yield from self._terms(*self.bucket_starts[bucket : bucket + 2].tolist())

    def _terms(self, start: int, end: int) -> Iterator[str]:
        ends = self.letter_ends[start : end + 1].tolist()
        for one, other in pairwise(ends):
            yield str(self._letters[one:other], "utf-8", "surrogatepass")

    def _postings(self, number: int | None) -> Words:
        """The packed postings of a term."""
        if number is None:
            return self.words[:0]
        start, end = self.ends[number : number + 2].tolist()
        return self.words[start:end]

    def _number(self, term: str) -> int | None:
        try:
            return self._numbers[term]
        except KeyError:
            if len(self._numbers) >= LOOKED_UP:
                self._numbers.clear()
            number = self._numbers[term] = self._look_up(term)
            return number

    def _look_up(self, term: str) -> int | None:
        letters = utf8(term)
        hashed = term_hash(letters)
        at = int(np.searchsorted(self.hashes, np.uint64(hashed)))
        while at < len(self.hashes) and int(self.hashes[at]) == hashed:
            number = int(self.hashed[at])
            start, end = self.letter_ends[number : number + 2].tolist()
            if self._letters[start:end] == letters:
                return number
            at += 1
        return None


def term_order(term: str) -> tuple[str, int, str]:
    """The sort key of a segment's terms."""
    return term[0], min(len(term), LONGEST), term


def vocabulary(terms: Sequence[str]) -> dict[str, NDArray[np.generic]]:
    """The arrays for these terms, which are sorted by ``term_order``."""
    letters = [utf8(term) for term in terms]
    orders = map(term_order, terms)
    every = np.fromiter((bucket_of(first, length) for first, length, _ in orders), np.int64)
    buckets, first_terms = np.unique(every, return_index=True)
    hashes = np.fromiter(map(term_hash, letters), np.uint64)
    hashed = np.argsort(hashes, kind="stable").astype(np.int32)
    return {
        "letters": np.frombuffer(b"".join(letters), np.uint8),
        "letter_ends": np.cumsum([0, *map(len, letters)], dtype=np.int64),
        "buckets": buckets,
        "bucket_starts": np.append(first_terms, len(terms)).astype(np.int32),
        "hashes": hashes[hashed],
        "hashed": hashed,
    }


def shorter_vocabulary(
    segment: Segment, held: NDArray[np.bool_]
) -> dict[str, NDArray[np.generic]]:
    """The arrays for only some of a segment's terms."""
    lengths = np.diff(segment.letter_ends)
    numbers = (np.cumsum(held) - 1).astype(np.int32)  # of the terms that stay
    in_bucket = np.diff(np.concatenate([[0], np.cumsum(held)])[segment.bucket_starts])
    found = held[segment.hashed]
    return {
        "letters": segment.letters[np.repeat(held, lengths)],
        "letter_ends": np.concatenate([[0], np.cumsum(lengths[held])]),
        "buckets": segment.buckets[in_bucket > 0],
        "bucket_starts": np.concatenate([[0], np.cumsum(in_bucket[in_bucket > 0])]).astype(
            np.int32
        ),
        "hashes": segment.hashes[found],
        "hashed": numbers[segment.hashed[found]],
    }


def bucket_of(first: str, length: int) -> int:
    """The bucket of terms with this first letter and length."""
    return ord(first) << LENGTH_BITS | min(length, LONGEST)


def utf8(term: str) -> bytes:
    """The term in UTF-8; unlike Python's default, this accepts lone surrogates."""
    return term.encode("utf-8", "surrogatepass")


def term_hash(letters: bytes) -> int:
    """A hash that is the same in every process, unlike Python's."""
    return int.from_bytes(blake2b(letters, digest_size=8).digest(), "little")
