"""The parts of the index that never change: arrays, in memory or mapped from a file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.index.part import SHIFT, Codes, Floats, Mask, Part, Posting, Postings, Rows, impacts

LOOKED_UP = 20_000  # terms whose places are kept in mind
LONGEST = 255  # letters; longer terms count as that long where terms are grouped by length
LENGTH_BITS = 8
NARROW = 32  # bits of a posting, where row and code fit into them
CHUNK = 2_000_000  # postings that are moved at once when segments are merged

Words = NDArray[np.integer]
Arrays = Mapping[str, NDArray[np.generic]]


class Segment(Part):
    """Rows and postings as arrays.

    A term has a number: terms are sorted by their first letter, their length, then all letters.
    ``letters`` are all terms in UTF-8, term t's from ``letter_ends[t]`` on; ``buckets`` are the
    first letters and lengths there are, each with its first term in ``bucket_starts``. ``hashes``
    are sorted, and ``hashed`` are the terms that have them. Term t's postings stand in ``words``
    from ``ends[t]`` to ``ends[t + 1]``, each as one number: the row, and in the lowest bits a
    code, which is the number of a pair of tf and length in ``pair_tf`` and ``pair_lengths``.
    """

    FIELDS = (
        "keys", "groups", "starts", "sections", "lengths", "letters", "letter_ends", "buckets",
        "bucket_starts", "hashes", "hashed", "ends", "words", "pair_tf", "pair_lengths",
    )  # fmt: skip

    def __init__(self, arrays: Arrays, names: Sequence[str]) -> None:
        super().__init__()
        self.arrays = {name: np.asarray(arrays[name]) for name in self.FIELDS}
        self.names = tuple(names)
        self.__dict__.update(self.arrays)
        self._places: dict[str, int | None] = {}
        self._weighed: tuple[tuple[float, float, float], Floats] | None = None
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

    def find(self, term: str) -> Posting | None:
        at = self._place(term)
        return None if at is None else _unpacked(self._words(at), len(self.pair_tf))

    def places(self, term: str, rows: Rows) -> NDArray[np.intp]:
        words = self._words(self._place(term))
        return words.searchsorted(rows.astype(words.dtype) << _code_bits(len(self.pair_tf)))

    def postings_at(self, term: str, places: NDArray[np.intp]) -> tuple[Rows, NDArray[np.int64]]:
        words = self._words(self._place(term)).take(places)
        rows, codes = _unpacked(words, len(self.pair_tf))
        return rows, self.tf(codes)

    def find_all(self, terms: Iterable[str], mask: Mask | None) -> Postings:
        found = [self._words(self._place(term)) for term in terms]
        ends = list(accumulate(map(len, found)))
        words = np.concatenate([self.words[:0], *found])
        if mask is not None:
            (kept,) = mask.take(_rows(words, len(self.pair_tf))).nonzero()
            words, ends = words.take(kept), kept.searchsorted(ends).tolist()
        return Postings(*_unpacked(words, len(self.pair_tf)), ends)

    def tf(self, codes: Codes) -> NDArray[np.int64]:
        return self.pair_tf[codes]

    def gains(
        self, codes: Codes, weight: float, k1: float, b: float, average: float, out: Floats
    ) -> None:
        if self._weighed is None or self._weighed[0] != (k1, b, average):
            weights = impacts(self.pair_tf, self.pair_lengths, k1, b, average)
            self._weighed = (k1, b, average), weights
        # With "clip" numpy writes to ``out`` at once; the codes are never beyond the pairs.
        (self._weighed[1] * weight).take(codes, out=out, mode="clip")

    def terms(self) -> Iterator[str]:
        yield from self._terms(0, len(self.letter_ends) - 1)

    def terms_like(self, first: str, lengths: Iterable[int]) -> Iterator[str]:
        for length in lengths:
            bucket = int(np.searchsorted(self.buckets, _bucket(first, length)))
            if bucket < len(self.buckets) and self.buckets[bucket] == _bucket(first, length):
                yield from self._terms(*self.bucket_starts[bucket : bucket + 2].tolist())

    def _terms(self, start: int, end: int) -> Iterator[str]:
        ends = self.letter_ends[start : end + 1].tolist()
        for one, other in pairwise(ends):
            yield str(self._letters[one:other], "utf-8", "surrogatepass")

    def _words(self, place: int | None) -> Words:
        """The postings of the term at a place."""
        if place is None:
            return self.words[:0]
        start, end = self.ends[place : place + 2].tolist()
        return self.words[start:end]

    def _place(self, term: str) -> int | None:
        try:
            return self._places[term]
        except KeyError:
            if len(self._places) >= LOOKED_UP:
                self._places.clear()
            place = self._places[term] = self._look_up(term)
            return place

    def _look_up(self, term: str) -> int | None:
        letters = _letters(term)
        number = _hash(letters)
        at = int(np.searchsorted(self.hashes, np.uint64(number)))
        while at < len(self.hashes) and int(self.hashes[at]) == number:
            place = int(self.hashed[at])
            start, end = self.letter_ends[place : place + 2].tolist()
            if self._letters[start:end] == letters:
                return place
            at += 1
        return None


class _Flat(NamedTuple):
    """A part's terms and postings, sorted by term, and what is kept of its rows."""

    terms: Sequence[str]
    ends: NDArray[np.int64]
    words: Words
    pairs: NDArray[np.int64]  # that the codes stand for: tf << SHIFT | length
    part: Part
    kept: NDArray[np.bool_]  # which articles are
    renumbered: NDArray[np.int32]  # each row's new number; -1 where it is not kept

    @property
    def kept_rows(self) -> int:
        """How many rows are kept."""
        return int((self.renumbered >= 0).sum())


def merged(parts: Sequence[Part], removed: Sequence[frozenset[int]] | None = None) -> Segment:
    """The articles of some parts that were not removed, in order, as one segment.

    Where articles may be removed meanwhile, ``removed`` tells of each part which were at first.
    """
    flats: list[_Flat] = []
    size = 0
    for part, gone in zip(parts, removed or map(_gone, parts), strict=True):
        flats.append(_flat(part, gone, size))
        size += int(flats[-1].kept_rows)
    known = dict.fromkeys(term for flat in flats for term in flat.terms)
    terms = sorted(known, key=_order)
    numbers = {term: number for number, term in enumerate(terms)}
    places = [np.fromiter(map(numbers.__getitem__, flat.terms), np.int64) for flat in flats]
    counts = np.zeros(len(terms), np.int64)
    for flat, place in zip(flats, places, strict=True):
        counts[place] += _counts(flat)
    pairs = np.unique(np.concatenate([np.empty(0, np.int64), *(flat.pairs for flat in flats)]))
    ends = np.concatenate([[0], np.cumsum(counts)])
    words = np.empty(ends[-1], _word(size, len(pairs)))
    free = ends[:-1].copy()
    for flat, place in zip(flats, places, strict=True):
        recoded = np.searchsorted(pairs, flat.pairs)
        for start, end in _chunks(flat.ends):
            chunk = flat.words[int(flat.ends[start]) : int(flat.ends[end])]
            found = _unpacked(chunk, len(flat.pairs))
            renumbered = flat.renumbered[found.rows]
            kept = renumbered >= 0
            sizes = np.diff(flat.ends[start : end + 1])
            owners = np.repeat(place[start:end], sizes)[kept]
            held = np.bincount(
                np.repeat(np.arange(end - start), sizes)[kept], minlength=end - start
            )
            before = np.concatenate([[0], np.cumsum(held)[:-1]])
            to = free[owners] + np.arange(len(owners)) - np.repeat(before, held)
            words[to] = _packed(renumbered[kept], recoded[found.codes][kept], size, len(pairs))
            free[place[start:end]] += held
    return _segment(terms, ends, words, pairs, flats)


def _gone(part: Part) -> frozenset[int]:
    return frozenset(part.removed)


def _flat(part: Part, removed: frozenset[int], base: int) -> _Flat:
    kept = np.ones(len(part.keys), bool)
    kept[list(removed)] = False
    alive = np.repeat(kept, np.diff(part.starts))
    renumbered = np.where(alive, np.cumsum(alive) - 1 + base, -1).astype(np.int32)
    if isinstance(part, Segment):
        pairs = part.pair_tf << SHIFT | part.pair_lengths
        terms = list(part.terms())
        return _Flat(terms, part.ends, part.words, pairs, part, kept, renumbered)
    terms = sorted(part.terms(), key=_order)
    found = [posting for posting in map(part.find, terms) if posting is not None]
    ends = np.cumsum([0, *(len(posting.rows) for posting in found)])
    rows = np.concatenate([np.empty(0, np.int32), *(posting.rows for posting in found)])
    every = np.concatenate([np.empty(0, np.int64), *(posting.codes for posting in found)])
    pairs, codes = np.unique(every, return_inverse=True)
    words = _packed(rows, codes, part.size, len(pairs))
    return _Flat(terms, ends, words, pairs, part, kept, renumbered)


def _counts(flat: _Flat) -> NDArray[np.int64]:
    """How many kept rows hold each term."""
    counts = np.diff(flat.ends)
    if flat.kept.all():
        return counts
    for start, end in _chunks(flat.ends):
        chunk = flat.words[int(flat.ends[start]) : int(flat.ends[end])]
        kept = flat.renumbered[_unpacked(chunk, len(flat.pairs)).rows] >= 0
        ends = np.concatenate([[0], np.cumsum(kept)])
        counts[start:end] = np.diff(ends[flat.ends[start : end + 1] - flat.ends[start]])
    return counts


def _code_bits(pairs: int) -> int:
    """How many of a word's bits the code takes, where there are so many pairs."""
    return max(pairs - 1, 0).bit_length()


def _word(rows: int, pairs: int) -> type[np.unsignedinteger]:
    """The numbers in which so many rows have room beside the codes of so many pairs."""
    return np.uint32 if rows.bit_length() + _code_bits(pairs) <= NARROW else np.uint64


def _packed(rows: Rows, codes: Codes, size: int, pairs: int) -> Words:
    word = _word(size, pairs)
    return np.asarray(rows.astype(word) << _code_bits(pairs) | codes.astype(word))


def _unpacked(words: Words, pairs: int) -> Posting:
    codes = words & (1 << _code_bits(pairs)) - 1
    narrow = words.dtype == np.uint32
    return Posting(_rows(words, pairs), codes.view(np.int32) if narrow else codes.astype(np.int32))


def _rows(words: Words, pairs: int) -> Rows:
    rows = words >> _code_bits(pairs)
    # No row is above half of what there is room for, so the same bits are the same number.
    return rows.view(np.int32) if words.dtype == np.uint32 else rows.astype(np.int32)


def _chunks(ends: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Yield ranges of terms with at most CHUNK postings, or of one term."""
    start = 0
    while start < len(ends) - 1:
        end = int(np.searchsorted(ends, ends[start] + CHUNK, side="right")) - 1
        end = max(end, start + 1)
        yield start, end
        start = end


def _segment(
    terms: Sequence[str],
    ends: NDArray[np.int64],
    words: Words,
    pairs: NDArray[np.int64],
    flats: Sequence[_Flat],
) -> Segment:
    """The segment; terms that no kept row holds are left out."""
    held = np.flatnonzero(np.diff(ends))
    left = [terms[number] for number in held.tolist()]
    spelt = [_letters(term) for term in left]
    orders = [_order(term) for term in left]
    buckets = np.array([_bucket(first, length) for first, length, _ in orders], np.int64)
    buckets, first_terms = np.unique(buckets, return_index=True)
    hashes = np.array([_hash(letters) for letters in spelt], np.uint64)
    hashed = np.argsort(hashes, kind="stable").astype(np.int32)
    ends = np.concatenate([ends[held], ends[-1:]])
    tf, lengths = pairs >> SHIFT, pairs & (1 << SHIFT) - 1
    names = list(dict.fromkeys(name for flat in flats for name in flat.part.names))
    arrays: dict[str, NDArray[np.generic]] = {
        "letters": np.frombuffer(b"".join(spelt), np.uint8),
        "letter_ends": np.cumsum([0, *map(len, spelt)], dtype=np.int64),
        "buckets": buckets,
        "bucket_starts": np.append(first_terms, len(held)).astype(np.int32),
        "hashes": hashes[hashed],
        "hashed": hashed,
        "ends": ends,
        "words": words,
        "pair_tf": tf,
        "pair_lengths": lengths,
        **_articles(flats, names),
    }
    return Segment(arrays, names)


def _articles(flats: Sequence[_Flat], names: Sequence[str]) -> dict[str, NDArray[np.generic]]:
    keys, groups, sizes, sections, lengths = [], [], [], [], []
    for part, kept, renumbered in ((flat.part, flat.kept, flat.renumbered) for flat in flats):
        keys.append(part.keys[kept])
        of_name = np.array([names.index(name) for name in part.names], np.int32)
        groups.append(of_name[part.groups[kept]])
        sizes.append(np.diff(part.starts)[kept])
        begun = renumbered[part.sections]
        sections.append(begun[begun >= 0])
        lengths.append(part.lengths[renumbered >= 0])
    starts = np.concatenate([[0], np.cumsum(_joined(sizes, np.int64))])
    return {
        "keys": _joined(keys, np.int64),
        "groups": _joined(groups, np.int32),
        "starts": starts.astype(np.int32),
        "sections": _joined(sections, np.int32),
        "lengths": _joined(lengths, np.int32),
    }


def _joined(pieces: Sequence[NDArray[np.generic]], kind: type) -> NDArray[np.generic]:
    return np.concatenate([np.empty(0, kind), *pieces]).astype(kind)


def _order(term: str) -> tuple[str, int, str]:
    return term[0], min(len(term), LONGEST), term


def _bucket(first: str, length: int) -> int:
    return ord(first) << LENGTH_BITS | min(length, LONGEST)


def _letters(term: str) -> bytes:
    return term.encode("utf-8", "surrogatepass")


def _hash(letters: bytes) -> int:
    """The same in every process, as Python's own is not."""
    return int.from_bytes(blake2b(letters, digest_size=8).digest(), "little")
