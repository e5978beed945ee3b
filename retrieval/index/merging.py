"""Merges parts of the index into one segment, without their removed articles."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.index.packing import Words, is_mergeable, pack, unpack, word_type
from retrieval.index.part import Part
from retrieval.index.segment import Segment, shorter_vocabulary, term_order, vocabulary
from retrieval.index.tail import SHIFT

CHUNK = 500_000  # postings moved at a time
SHORT = 100_000  # postings filtered at a time; numpy lets other threads run in between

Integers = NDArray[np.int64]


class _Source(NamedTuple):
    """A part's terms and packed postings, sorted by term, and the rows to keep."""

    terms: Iterable[str]  # read once: the terms of all parts would take as much as the postings
    ends: Integers
    words: Words
    pairs: Integers  # of tf and length, which the codes refer to: tf << SHIFT | length
    part: Part
    kept: NDArray[np.bool_]  # for each article
    renumbered: NDArray[np.int32]  # each row's new number; -1 if it is dropped

    @property
    def kept_rows(self) -> int:
        """The number of rows to keep."""
        return int((self.renumbered >= 0).sum())

    def release(self) -> None:
        """Give back the memory of what was read from the part's file, if it has one."""
        if isinstance(self.part, Segment):
            self.part.release()


class _Merged(NamedTuple):
    """All terms and their packed postings, not yet filled in."""

    terms: Sequence[str]
    ends: Integers
    words: Words
    pairs: Integers
    rows: int


def together(segments: Sequence[Segment]) -> list[Segment]:
    """The first of these segments, as many as may become one; at least one, if there is any."""
    rows = 0
    for count, segment in enumerate(segments):
        rows += segment.size - segment.removed_rows
        if count and not is_mergeable(rows, (one.pairs for one in segments[: count + 1])):
            return list(segments[:count])
    return list(segments)


def merged(parts: Sequence[Part], removed: Sequence[frozenset[int]] | None = None) -> Segment:
    """Merge parts, in order, into one segment without the removed articles and their words.

    If articles can be removed during the merge, ``removed`` must list those of each part that were
    removed before it.
    """
    removed = removed or [frozenset(part.removed) for part in parts]
    if len(parts) == 1 and isinstance(parts[0], Segment):
        return _without(parts[0], removed[0])
    sources: list[_Source] = []
    rows = 0
    for part, gone in zip(parts, removed, strict=True):
        sources.append(_source(part, gone, rows))
        rows += sources[-1].kept_rows
    return _segment(_joint(sources, rows), sources)


def _joint(sources: Sequence[_Source], rows: int) -> _Merged:
    """The postings of all sources; ``rows`` is the number of rows to keep."""
    terms, places = _numbered([source.terms for source in sources])
    counts = np.zeros(len(terms), np.int64)
    for source, place in zip(sources, places, strict=True):
        counts[place] += _counts(source)
        source.release()
    ends = np.concatenate([[0], np.cumsum(counts)])
    pairs = np.unique(np.concatenate([np.empty(0, np.int64), *(one.pairs for one in sources)]))
    words = np.empty(ends[-1], word_type(rows, len(pairs)))
    target = _Merged(terms, ends, words, pairs, rows)
    free = ends[:-1].copy()  # the next free position for each term
    for source, place in zip(sources, places, strict=True):
        _move(source, place, target, free)
        source.release()
    return target


def _numbered(found: Iterable[Iterable[str]]) -> tuple[list[str], list[NDArray[np.int32]]]:
    """All terms, sorted, and the place of each part's terms among them."""
    known: dict[str, int] = {}
    met = [
        np.fromiter((known.setdefault(term, len(known)) for term in terms), np.int32)
        for terms in found
    ]
    every = sorted(known, key=term_order)
    ranks = np.empty(len(every), np.int32)
    ranks[np.fromiter(map(known.__getitem__, every), np.int32)] = np.arange(len(every))
    return every, [ranks[numbers] for numbers in met]


def _move(source: _Source, place: NDArray[np.int32], target: _Merged, free: Integers) -> None:
    """Write the kept postings of a source to the target; ``place`` is each term's number there."""
    recoded = np.searchsorted(target.pairs, source.pairs)
    for start, end in _chunks(source.ends):
        chunk = source.words[int(source.ends[start]) : int(source.ends[end])]
        found = unpack(chunk, len(source.pairs))
        renumbered = source.renumbered[found.rows]
        kept = renumbered >= 0
        sizes = np.diff(source.ends[start : end + 1])
        owners = np.repeat(place[start:end], sizes)[kept]
        held = np.bincount(np.repeat(np.arange(end - start), sizes)[kept], minlength=end - start)
        before = np.concatenate([[0], np.cumsum(held)[:-1]])
        to = free[owners] + np.arange(len(owners)) - np.repeat(before, held)
        codes = recoded[found.codes][kept]
        target.words[to] = pack(renumbered[kept], codes, target.rows, len(target.pairs))
        free[place[start:end]] += held


def _without(segment: Segment, removed: frozenset[int]) -> Segment:
    """The segment without some articles.

    As it moves arrays and no strings, answers in another thread hardly wait for it.
    """
    source = _of_segment(segment, removed, 0, ())
    words, counts = _kept(source)
    source.release()
    names, languages = _names([source]), _languages([source])
    arrays: dict[str, NDArray[np.generic]] = {
        **shorter_vocabulary(segment, counts > 0),
        "ends": np.concatenate([[0], np.cumsum(counts[counts > 0])]),
        "words": words,
        "pair_tf": segment.pair_tf,
        "pair_lengths": segment.pair_lengths,
        **_articles([source], names, languages),
    }
    return Segment(arrays, names, languages)


def _kept(source: _Source) -> tuple[Words, Integers]:
    """The postings of the kept rows, packed, and their number for each term."""
    pairs, size = len(source.pairs), source.kept_rows
    words = np.empty(int(source.ends[-1]), word_type(size, pairs))
    filled = 0
    sizes = [np.empty(0, np.int64)]
    for start, end in _chunks(source.ends, SHORT):
        ends = source.ends[start : end + 1]
        found = unpack(source.words[int(ends[0]) : int(ends[-1])], pairs)
        rows = source.renumbered[found.rows]
        kept = rows >= 0
        sizes.append(np.diff(np.concatenate([[0], np.cumsum(kept)])[ends - ends[0]]))
        packed = pack(rows[kept], found.codes[kept], size, pairs)
        words[filled : filled + len(packed)] = packed
        filled += len(packed)
    words.resize(filled, refcheck=False)
    return words, np.concatenate(sizes)


def _source(part: Part, removed: frozenset[int], base: int) -> _Source:
    if isinstance(part, Segment):
        return _of_segment(part, removed, base, part.terms())
    terms = sorted(part.terms(), key=term_order)
    found = [posting for posting in map(part.find, terms) if posting is not None]
    ends = np.cumsum([0, *(len(posting.rows) for posting in found)])
    rows = np.concatenate([np.empty(0, np.int32), *(posting.rows for posting in found)])
    every = np.concatenate([np.empty(0, np.int64), *(posting.codes for posting in found)])
    pairs, codes = np.unique(every, return_inverse=True)
    words = pack(rows, codes, part.size, len(pairs))
    return _Source(terms, ends, words, pairs, part, *_renumbered(part, removed, base))


def _of_segment(
    part: Segment, removed: frozenset[int], base: int, terms: Iterable[str]
) -> _Source:
    pairs = part.pair_tf << SHIFT | part.pair_lengths
    rows = _renumbered(part, removed, base)
    return _Source(terms, part.ends, part.words, pairs, part, *rows)


def _renumbered(
    part: Part, removed: frozenset[int], base: int
) -> tuple[NDArray[np.bool_], NDArray[np.int32]]:
    """Whether to keep each article; each row's new number, or -1 if it is dropped."""
    kept = np.ones(len(part.keys), bool)
    kept[list(removed)] = False
    kept_rows = np.repeat(kept, np.diff(part.starts))
    return kept, np.where(kept_rows, np.cumsum(kept_rows) - 1 + base, -1).astype(np.int32)


def _counts(source: _Source) -> Integers:
    """The number of kept rows that contain each term."""
    counts = np.diff(source.ends)
    if source.kept.all():
        return counts
    for start, end in _chunks(source.ends):
        chunk = source.words[int(source.ends[start]) : int(source.ends[end])]
        kept = source.renumbered[unpack(chunk, len(source.pairs)).rows] >= 0
        ends = np.concatenate([[0], np.cumsum(kept)])
        counts[start:end] = np.diff(ends[source.ends[start : end + 1] - source.ends[start]])
    return counts


def _chunks(ends: Integers, most: int = CHUNK) -> Iterator[tuple[int, int]]:
    """Yield ranges of terms with at most ``most`` postings, or of a single term."""
    start = 0
    while start < len(ends) - 1:
        end = int(np.searchsorted(ends, ends[start] + most, side="right")) - 1
        end = max(end, start + 1)
        yield start, end
        start = end


def _segment(target: _Merged, sources: Sequence[_Source]) -> Segment:
    """The merged segment, without terms that no kept row contains."""
    held = np.flatnonzero(np.diff(target.ends))
    terms = [target.terms[number] for number in held.tolist()]
    names, languages = _names(sources), _languages(sources)
    arrays: dict[str, NDArray[np.generic]] = {
        **vocabulary(terms),
        "ends": np.concatenate([target.ends[held], target.ends[-1:]]),
        "words": target.words,
        "pair_tf": target.pairs >> SHIFT,
        "pair_lengths": target.pairs & (1 << SHIFT) - 1,
        **_articles(sources, names, languages),
    }
    return Segment(arrays, names, languages)


def _names(sources: Sequence[_Source]) -> list[str]:
    """The groups of the articles to keep."""
    return _used((one.part.names, one.part.groups[one.kept]) for one in sources)


def _languages(sources: Sequence[_Source]) -> list[str]:
    """The languages of the articles to keep."""
    return _used((one.part.languages, one.part.spoken[one.kept]) for one in sources)


def _used(named: Iterable[tuple[Sequence[str], NDArray[np.integer]]]) -> list[str]:
    """The names whose positions occur."""
    used = ((names, np.unique(positions).tolist()) for names, positions in named)
    return list(dict.fromkeys(names[at] for names, present in used for at in present))


def _moved(
    positions: NDArray[np.integer], names: Sequence[str], among: Sequence[str]
) -> NDArray[np.int32]:
    """The positions of names among others."""
    places = {name: place for place, name in enumerate(among)}
    moved = np.array([places.get(name, -1) for name in names], np.int32)
    return moved.take(positions)


def _articles(
    sources: Sequence[_Source], names: Sequence[str], languages: Sequence[str]
) -> dict[str, NDArray[np.generic]]:
    keys, groups, days, spoken, sizes = [], [], [], [], []
    sections, headings, lengths = [], [], []
    for source in sources:
        part, kept, renumbered = source.part, source.kept, source.renumbered
        keys.append(part.keys[kept])
        groups.append(_moved(part.groups[kept], part.names, names))
        days.append(part.days[kept])
        spoken.append(_moved(part.spoken[kept], part.languages, languages))
        sizes.append(np.diff(part.starts)[kept])
        begun, above = renumbered[part.sections], renumbered[part.headings]
        sections.append(begun[begun >= 0])
        headings.append(above[above >= 0])
        lengths.append(part.lengths[renumbered >= 0])
    starts = np.concatenate([[0], np.cumsum(_joined(sizes, np.int64))])
    return {
        "keys": _joined(keys, np.int64),
        "groups": _joined(groups, np.int32),
        "days": _joined(days, np.int32),
        "spoken": _joined(spoken, np.uint8),
        "starts": starts.astype(np.int32),
        "sections": _joined(sections, np.int32),
        "headings": _joined(headings, np.int32),
        "lengths": _joined(lengths, np.int32),
    }


def _joined(pieces: Sequence[NDArray[np.generic]], kind: type) -> NDArray[np.generic]:
    return np.concatenate([np.empty(0, kind), *pieces]).astype(kind)
