"""The vectors of the sentences of many articles, in 8-bit numbers."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from mmap import mmap
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.array_file import Arrays, is_cut
from retrieval.meaning.meaning import DIMENSIONS, Matrix, Vector

LARGEST = 127  # of a vector's numbers, as stored
SMALLEST = 1e-9  # length that is not taken for 0
NEIGHBOR = 0.5  # what a sentence before or after counts, compared to the sentence itself
MOST_COMPARED = 4000  # sentences compared with a question, besides the candidates

Place = tuple[int, int]  # an article's key, and the number of a sentence in it, from 0
Column = NDArray[np.float32]
Rows = NDArray[np.int64]
Marks = NDArray[np.bool_]


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
    """That of sentences without vectors."""
    zeros = np.zeros(count, np.float32)
    return Similarity(zeros, zeros, np.zeros(count, bool))


class Block:
    """The vectors of some articles' sentences, in memory or mapped from a file.

    For each article, ``keys`` holds its key and ``starts`` its first row; ``starts`` ends with the
    number of rows. The vector of a row is its DIMENSIONS ``numbers`` times its scale. ``lengths``
    are those of the sums with half of the neighbors' vectors.
    """

    FIELDS = ("keys", "starts", "numbers", "scales", "lengths")

    def __init__(self, arrays: Arrays, file: mmap | None = None) -> None:
        self.arrays = {name: np.asarray(arrays[name]) for name in self.FIELDS}
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

    def products(self, rows: Rows | slice, question: Vector) -> Column:
        """The product of the question's vector and that of each row."""
        found: Column = (self.numbers[rows].astype(np.float32) @ question) * self.scales[rows]
        return found


def block_of(articles: Mapping[int, Matrix]) -> Block:
    """The vectors of articles, given as a matrix for each key."""
    matrices = [np.empty((0, DIMENSIONS), np.float32), *articles.values()]
    vectors = np.concatenate(matrices)
    scales = np.abs(vectors).max(axis=1, initial=0) / LARGEST
    scales = np.where(scales < SMALLEST, np.float32(1), scales).astype(np.float32)
    sums = [_with_neighbors(matrix) for matrix in matrices]
    lengths = np.linalg.norm(np.concatenate(sums), axis=1).astype(np.float32)
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
    pieces = [(block, at) for block, kept in parts for at in sorted(kept)]
    rows = [slice(*block.starts[at : at + 2].tolist()) for block, at in pieces]
    chosen = list(zip((block for block, _ in pieces), rows, strict=True))
    return Block(
        {
            "keys": np.array([block.keys[at] for block, at in pieces], np.int64),
            "starts": _starts(one.stop - one.start for one in rows),
            "numbers": _joined([block.numbers[one].ravel() for block, one in chosen], np.int8),
            "scales": _joined([block.scales[one] for block, one in chosen], np.float32),
            "lengths": _joined([block.lengths[one] for block, one in chosen], np.float32),
        }
    )


def _joined(arrays: Sequence[NDArray[np.generic]], kind: type[np.generic]) -> NDArray[np.generic]:
    return np.concatenate([np.empty(0, kind), *arrays])


def _starts(sizes: Iterable[int]) -> NDArray[np.int64]:
    return np.array(list(accumulate(sizes, initial=0)), np.int64)


class Vectors:
    """The vectors of the sentences of articles, by the articles' keys. Not thread-safe."""

    def __init__(self) -> None:
        self._where: dict[int, tuple[Block, int]] = {}  # a block, and a position in it

    def __contains__(self, key: int) -> bool:
        return key in self._where

    def __bool__(self) -> bool:
        return bool(self._where)

    def keys(self) -> Collection[int]:
        """The keys of the articles."""
        return self._where.keys()

    def add(self, block: Block, removed: Collection[int] = ()) -> None:
        """Add a block, without the articles at these positions; it replaces what was there."""
        for at, key in enumerate(block.keys.tolist()):
            if at not in removed:
                self._where[key] = block, at

    def remove(self, key: int) -> None:
        """Remove an article, if it is there."""
        self._where.pop(key, None)

    def clear(self) -> None:
        """Remove all articles."""
        self._where.clear()

    def drop(self, lost: Collection[Block]) -> None:
        """Remove the articles of some blocks without reading them."""
        self._where = {key: one for key, one in self._where.items() if one[0] not in lost}

    def kept(self, block: Block) -> list[int]:
        """The positions in a block whose articles are still there, ascending."""
        found = enumerate(block.keys.tolist())
        return [at for at, key in found if self._where.get(key) == (block, at)]

    def similarity(self, question: Vector, places: Sequence[Place]) -> Similarity:
        """How much alike the question and the sentences at these places are."""
        own, mixed = np.zeros((2, len(places)), np.float32)
        known = np.zeros(len(places), bool)
        for block, chosen, rows, first, last in self._by_block(places):
            here = block.products(rows, question)
            before = np.where(rows > first, block.products(np.maximum(rows - 1, 0), question), 0)
            following = np.minimum(rows + 1, block.size - 1)
            after = np.where(rows < last, block.products(following, question), 0)
            own[chosen] = here
            mixed[chosen] = (here + NEIGHBOR * (before + after)) / block.lengths[rows]
            known[chosen] = True
        return Similarity(own, mixed, known)

    def _by_block(
        self, places: Sequence[Place]
    ) -> Iterator[tuple[Block, list[int], Rows, Rows, Rows]]:
        """Yield each block, which places are in it, and their rows, each article's first and last.

        A place beyond the article's end, which another version of it can have, is in none.
        """
        found: dict[Block, list[tuple[int, int, int, int]]] = {}
        for number, (key, sentence) in enumerate(places):
            if key in self._where:
                block, at = self._where[key]
                start, end = block.starts[at : at + 2].tolist()
                if start + sentence < end:
                    row = number, start + sentence, start, end - 1
                    found.setdefault(block, []).append(row)
        for block, inside in found.items():
            chosen, rows, first, last = (list(column) for column in zip(*inside, strict=True))
            yield block, chosen, np.array(rows), np.array(first), np.array(last)

    def closest(self, question: Vector, keys: Iterable[int], count: int) -> list[Place]:
        """Up to ``count`` sentences of these articles that are most alike, best first.

        Articles that would bring the number of sentences above MOST_COMPARED are left out.
        """
        places: list[Place] = []
        likeness: list[Column] = []
        for key in keys:
            if key not in self._where:
                continue
            block, at = self._where[key]
            rows = slice(*block.starts[at : at + 2].tolist())
            if len(places) + rows.stop - rows.start > MOST_COMPARED:
                continue
            own = block.products(rows, question)
            likeness.append(own + _with_neighbors(own) / block.lengths[rows])
            places += [(key, number) for number in range(len(own))]
        if not places:
            return []
        best = np.argsort(-np.concatenate(likeness), kind="stable")[:count]
        return [places[at] for at in best.tolist()]
