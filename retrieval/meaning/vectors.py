"""The vectors of the sentences of many articles, in 8-bit numbers."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, pairwise
from mmap import mmap
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from retrieval.array_file import Arrays, is_cut, release
from retrieval.meaning.meaning import DIMENSIONS, Matrix, Vector

LARGEST = 127  # of a vector's numbers, as stored
SMALLEST = 1e-9  # length that is not taken for 0
NEIGHBOR = 0.5  # what a sentence before or after counts, compared to the sentence itself
MOST_COMPARED = 10_000  # sentences compared with a question, besides the candidates
STEPS = 4096  # of 1, to which the numbers of a question are rounded

Place = tuple[int, int]  # an article's key, and the number of a sentence in it, from 0
Column = NDArray[np.float32]
Numbers = NDArray[np.int8]
Marks = NDArray[np.bool_]
Number = TypeVar("Number", bound=np.generic)


class Similarity(NamedTuple):
    """How much alike a question and each of some sentences are, from -1 to 1.

    ``own`` is the cosine of the question's and the sentence's vectors; ``mixed`` that of the
    question's and the sum of the sentence's and half of its neighbors'. Both are 0 for a sentence
    without a vector, which ``known`` does not mark.
    """

    own: Column
    mixed: Column
    known: Marks

    def some(self, chosen: Sequence[int]) -> "Similarity":
        """The similarity of the sentences at these positions."""
        return Similarity(self.own[chosen], self.mixed[chosen], self.known[chosen])


def no_similarity(count: int) -> Similarity:
    """The similarity of this many sentences without vectors."""
    own, mixed = np.zeros((2, count), np.float32)
    return Similarity(own, mixed, np.zeros(count, bool))


class Block:
    """The vectors of some articles' sentences, in memory or mapped from a file.

    For each article, ``keys`` holds its key and ``starts`` its first row; ``starts`` ends with the
    number of rows. The vector of a row is its DIMENSIONS ``numbers`` times its scale. ``lengths``
    are those of the sums with half of the neighbors' vectors.
    """

    KINDS = (
        ("keys", np.int64),
        ("starts", np.int64),
        ("numbers", np.int8),
        ("scales", np.float32),
        ("lengths", np.float32),
    )

    def __init__(self, arrays: Arrays, file: mmap | None = None) -> None:
        self.arrays = {name: np.asarray(arrays[name]) for name, _ in self.KINDS}
        self._file = file
        self.keys = self.arrays["keys"].astype(np.int64, copy=False)
        self.starts = self.arrays["starts"].astype(np.int64, copy=False)
        self.numbers = self.arrays["numbers"].astype(np.int8, copy=False).reshape(-1, DIMENSIONS)
        self.scales = self.arrays["scales"].astype(np.float32, copy=False)
        self.lengths = self.arrays["lengths"].astype(np.float32, copy=False)

    @property
    def size(self) -> int:
        """The number of rows."""
        return len(self.scales)

    @property
    def is_cut(self) -> bool:
        """Whether the file has become shorter; reading what is gone would end the process."""
        return is_cut(self._file)

    def release(self) -> None:
        """Give back the memory of what was read from the file.

        Whatever is read brings 64 KB around it, and so soon the whole file, into the process.
        """
        release(self._file)

    def bounds(self) -> Iterator[tuple[int, int, int]]:
        """Yield each article's key, its first row and the end of its rows."""
        bounds = pairwise(self.starts.tolist())
        yield from ((key, *rows) for key, rows in zip(self.keys.tolist(), bounds, strict=True))


def block_of(articles: Mapping[int, Matrix]) -> Block:
    """The vectors of articles, given as a matrix for each key."""
    matrices = [np.empty((0, DIMENSIONS), np.float32), *articles.values()]
    vectors = np.concatenate(matrices)
    scales = np.abs(vectors).max(axis=1, initial=0) / LARGEST
    scales = np.where(scales < SMALLEST, np.float32(1), scales).astype(np.float32)
    sums = np.concatenate([_with_neighbors(matrix) for matrix in matrices])
    lengths = np.linalg.norm(sums, axis=1).astype(np.float32)
    return Block(
        {
            "keys": np.array(list(articles), np.int64),
            "starts": _starts(len(matrix) for matrix in articles.values()),
            "numbers": np.round(vectors / scales[:, None]).astype(np.int8).ravel(),
            "scales": scales,
            "lengths": np.maximum(lengths, SMALLEST),
        }
    )


def _with_neighbors(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each row, or number, plus half of the one before and half of the one after."""
    summed = vectors.copy()
    summed[1:] += np.float32(NEIGHBOR) * vectors[:-1]
    summed[:-1] += np.float32(NEIGHBOR) * vectors[1:]
    return summed


def merged_blocks(parts: Sequence[tuple[Block, Collection[int]]]) -> Block:
    """One block with the articles at these positions of each block, in order."""
    pieces = []
    for block, kept in parts:
        bounds = list(block.bounds()) if kept else []
        pieces += [(block, *bounds[at]) for at in sorted(kept)]
    rows = [(block, slice(start, end)) for block, _, start, end in pieces]
    return Block(
        {
            "keys": np.array([key for _, key, _, _ in pieces], np.int64),
            "starts": _starts(end - start for _, _, start, end in pieces),
            "numbers": _joined([block.numbers[one].ravel() for block, one in rows], np.int8),
            "scales": _joined([block.scales[one] for block, one in rows], np.float32),
            "lengths": _joined([block.lengths[one] for block, one in rows], np.float32),
        }
    )


def _joined(arrays: Sequence[NDArray[Number]], kind: type[Number]) -> NDArray[Number]:
    return np.concatenate([np.empty(0, kind), *arrays])


def _starts(sizes: Iterable[int]) -> NDArray[np.int64]:
    return np.array(list(accumulate(sizes, initial=0)), np.int64)


class Vectors:
    """The vectors of the sentences of articles, by the articles' keys. Not thread-safe."""

    def __init__(self) -> None:
        self._where: dict[int, tuple[Block, int, int]] = {}  # first row and end

    def __contains__(self, key: int) -> bool:
        return key in self._where

    def __bool__(self) -> bool:
        return bool(self._where)

    def have_any(self, keys: Iterable[int]) -> bool:
        """Whether a sentence of one of these articles has a vector."""
        found = (self._where.get(key) for key in keys)
        return any(one is not None and one[1] < one[2] for one in found)

    def keys(self) -> Collection[int]:
        """The keys of the articles."""
        return self._where.keys()

    def add(self, block: Block, removed: Collection[int] = ()) -> None:
        """Add a block, without the articles at these positions; it replaces what was there."""
        for at, (key, start, end) in enumerate(block.bounds()):
            if at not in removed:
                self._where[key] = block, start, end

    def remove(self, key: int) -> None:
        """Remove an article, if it is there."""
        self._where.pop(key, None)

    def clear(self) -> None:
        """Remove all articles."""
        self._where.clear()

    def drop(self, lost: Collection[Block]) -> list[int]:
        """Remove the articles of some blocks without reading them; return their keys."""
        keys = [key for key, (block, _, _) in self._where.items() if block in lost]
        for key in keys:
            del self._where[key]
        return keys

    def similarity(self, question: Vector, places: Sequence[Place]) -> Similarity:
        """How much alike the question and the sentences at these places are."""
        similarity = no_similarity(len(places))
        found = self._by_block(places)
        if not found:
            return similarity
        chosen, rows, first, end = np.array(list(chain.from_iterable(found.values()))).T
        near = np.stack((rows, np.maximum(rows - 1, first), np.minimum(rows + 1, end - 1)))
        counts = np.where(near == rows, np.float32(0), np.float32(NEIGHBOR))
        counts[0] = 1
        parts = [
            slice(*some) for some in pairwise(accumulate(map(len, found.values()), initial=0))
        ]
        inside = [(block, near[:, part]) for block, part in zip(found, parts, strict=True)]
        numbers = np.concatenate([block.numbers[some] for block, some in inside], axis=1)
        scales = np.concatenate([block.scales[some] for block, some in inside], axis=1)
        lengths = np.concatenate([block.lengths[some[0]] for block, some in inside])
        products = _products(numbers.reshape(-1, DIMENSIONS), question).reshape(3, -1) * scales
        # Rounding, and in damaged files whatever is there, can lead out of these bounds.
        similarity.own[chosen] = products[0].clip(-1, 1)
        similarity.mixed[chosen] = ((products * counts).sum(axis=0) / lengths).clip(-1, 1)
        similarity.known[chosen] = True
        for block in found:
            block.release()
        return similarity

    def _by_block(self, places: Sequence[Place]) -> dict[Block, list[tuple[int, int, int, int]]]:
        """For each block, which places are in it, their rows, each article's first row and end.

        A place beyond the article's end, which another version of it can have, is in none.
        """
        found: dict[Block, list[tuple[int, int, int, int]]] = {}
        for at, (key, number) in enumerate(places):
            where = self._where.get(key)
            if where is not None:
                block, start, end = where
                if start + number < end:
                    found.setdefault(block, []).append((at, start + number, start, end))
        return found

    def closest(self, question: Vector, sizes: Mapping[int, int], count: int) -> list[Place]:
        """Up to ``count`` sentences of some articles that are most alike, best first.

        ``sizes`` holds the number of sentences of each article; vectors of another number are
        those of another version of it. Articles that would bring the number of sentences above
        MOST_COMPARED are left out.
        """
        articles: list[tuple[int, Block, int, int]] = []
        ends = [0]
        for key, size in sizes.items():
            if key in self._where and ends[-1] + size <= MOST_COMPARED:
                block, start, end = self._where[key]
                if end - start == size:
                    articles.append((key, block, start, end))
                    ends.append(ends[-1] + size)
        if not ends[-1]:
            return []
        rows = [(block, slice(start, end)) for _, block, start, end in articles]
        numbers = np.concatenate([block.numbers[some] for block, some in rows])
        scales = np.concatenate([block.scales[some] for block, some in rows])
        lengths = np.concatenate([block.lengths[some] for block, some in rows])
        own = _products(numbers, question) * scales
        summed = np.concatenate([_with_neighbors(own[slice(*some)]) for some in pairwise(ends)])
        best = np.argsort(-(own + summed / lengths), kind="stable")[:count]
        owners = np.searchsorted(ends, best, side="right") - 1
        found = zip(owners.tolist(), best.tolist(), strict=True)
        return [(articles[owner][0], row - ends[owner]) for owner, row in found]


def _products(numbers: Numbers, question: Vector) -> Column:
    """The product of each row and the question.

    All steps are exact, because a float holds every whole number below 2^24. So equal sentences
    have equal products, wherever they are and in whatever order a processor adds.
    """
    rounded = np.round(question * STEPS)
    found: Column = numbers.astype(np.float32) @ rounded
    found /= STEPS
    return found
