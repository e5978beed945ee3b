"""The blocks of vectors in use: which of their articles are current, and when they are merged."""

import logging
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import Executor, Future

from bot.library.index_files import IndexFiles, Removed, Written
from retrieval.meaning.vectors import Block, Vectors, merged_blocks

logger = logging.getLogger(__name__)

MOST_SMALL = 8  # blocks that could be merged
FEWEST = 2  # blocks that are merged
LARGEST = 160_000  # rows of a merged block, which take 63 MB


class VectorBlocks:
    """The blocks that ``vectors`` consist of, and their files.

    ``thread`` merges blocks; without it, that is done at once. Methods that return a bool say
    whether the manifest has changed and is to be saved.
    """

    def __init__(self, vectors: Vectors, files: IndexFiles, thread: Executor | None) -> None:
        self._vectors = vectors
        self._files = files
        self._thread = thread
        self.removed: Removed = {}
        self._merging: tuple[Sequence[Block], Future[Written[Block]]] | None = None
        self._unclean: list[Block] = []  # to be rewritten next

    def clear(self) -> None:
        """Forget all blocks."""
        self._vectors.clear()
        self.removed.clear()
        self._unclean.clear()

    def insert(self, block: Block, removed: set[int]) -> None:
        """Use a block without the articles at these positions; those in other blocks win."""
        keys = block.keys.tolist()
        removed |= {at for at, key in enumerate(keys) if key in self._vectors}
        if len(removed) < len(keys):
            self._vectors.add(block, removed)
            self.removed[block] = removed

    def remove(self, keys: Collection[int]) -> None:
        """Remove articles, and the blocks that hold no others."""
        for key in keys:
            self._vectors.remove(key)
        for block, removed in list(self.removed.items()) if keys else ():
            removed |= {at for at, key in enumerate(block.keys.tolist()) if key in keys}
            if len(removed) == len(block.keys):
                del self.removed[block]
                self._files.drop([block])

    def check_files(self) -> bool:
        """Drop the blocks whose files have been cut short; return whether there were any."""
        lost = [block for block in self.removed if block.is_cut]
        if lost:
            names = ", ".join(self._files.drop(lost))
            logger.warning("A file of vectors was cut short; they will be made again: %s", names)
            self._vectors.drop(lost)
            for block in lost:
                del self.removed[block]
        return bool(lost)

    def use(self, written: Written[Block], stale: Iterable[int]) -> bool:
        """Use a new block without the articles at these positions.

        If there are any, its file will be rewritten soon.
        """
        self.insert(written.part, removed := set(stale))
        if written.part not in self.removed:
            self._files.discard(written)
        else:
            self._files.use(written)
            self._unclean += [written.part] if removed else []
        return written.name is not None

    @property
    def merging(self) -> bool:
        """Whether the thread is merging blocks."""
        return self._merging is not None

    @property
    def cleaning(self) -> bool:
        """Whether files are still to be rewritten."""
        return bool(self._unclean) or self._merging is not None

    def scrub(self) -> bool:
        """Begin to rewrite all files that hold removed articles."""
        self._unclean = [block for block, removed in self.removed.items() if removed]
        return self.settle()

    def settle(self) -> bool:
        """Merge blocks as needed, or have the thread do so and use its results."""
        changed = self._take_merged()
        while self._merging is None and (blocks := self._unsettled()):
            parts = [(block, self._kept(block)) for block in blocks]
            if self._thread is not None:
                self._merging = blocks, self._thread.submit(self._merge, parts)
            else:
                self._replace(blocks, self._merge(parts))
                changed = True
        return changed

    def close(self) -> bool:
        """Finish what is to be rewritten, and write what has no file; the thread has ended."""
        self._thread = None
        changed = self._take_merged()
        self._merging = None
        unwritten = [block for block in self.removed if not self._files.has_all([block])]
        if unwritten and self._files.may_write():
            self._unclean += unwritten
        return self.settle() or changed

    def _unsettled(self) -> list[Block]:
        """The blocks to merge into one next.

        This is one that is to be rewritten, one with most of its articles removed, or, if there
        are more than MOST_SMALL that could be merged, the smallest ones.
        """
        self._unclean = [block for block in self._unclean if block in self.removed]
        sparse = [one for one, removed in self.removed.items() if 2 * len(removed) > len(one.keys)]
        if self._unclean or sparse:
            chosen = [*self._unclean, *sparse][:1]
        else:
            chosen = _smallest(self.removed)
        if not chosen or self._files.left_to_others:
            return []
        self._unclean = self._unclean[1:]
        return chosen

    def _kept(self, block: Block) -> list[int]:
        removed = self.removed[block]
        return [at for at in range(len(block.keys)) if at not in removed]

    def _merge(self, parts: Sequence[tuple[Block, Collection[int]]]) -> Written[Block]:
        return self._files.write_block(merged_blocks(parts))

    def _take_merged(self) -> bool:
        if self._merging is None or not self._merging[1].done():
            return False
        (blocks, future), self._merging = self._merging, None
        if future.cancelled():
            return False
        if self.removed.keys() >= set(blocks):
            self._replace(blocks, future.result())
        elif future.exception() is None:  # there is one if a file was cut short meanwhile
            self._files.discard(future.result())
        return True

    def _replace(self, blocks: Sequence[Block], written: Written[Block]) -> None:
        """Replace blocks by the one merged from them; articles removed meanwhile stay removed."""
        left: set[int] = set()
        for block in blocks:
            keys = block.keys.tolist()
            left.update(keys[at] for at in self._kept(block))
        keys = written.part.keys.tolist()
        removed = {at for at, key in enumerate(keys) if key not in left}
        for block in blocks:
            del self.removed[block]
        self._vectors.drop(blocks)
        self._files.drop(blocks)
        is_unclean = not set(blocks).isdisjoint(self._unclean)  # the scrub has begun meanwhile
        self._unclean += [written.part] if removed and is_unclean else []
        self._files.use(written)
        self.insert(written.part, removed)


def _smallest(blocks: Collection[Block]) -> list[Block]:
    """The smallest blocks, as long as each doubles the size at most; none if there are few.

    So every row is rewritten only as often as its block doubles.
    """
    small = sorted((one for one in blocks if one.size <= LARGEST // 2), key=lambda one: one.size)
    if len(small) <= MOST_SMALL:
        return []
    chosen: list[Block] = []
    size = 0
    for block in small:
        if len(chosen) >= FEWEST and (block.size > size or size + block.size > LARGEST):
            break
        chosen.append(block)
        size += block.size
    return chosen
