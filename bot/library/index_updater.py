"""Keeping the index in sync with the store."""

import logging
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, closing

from bot.library.index_files import UNREADABLE, IndexFiles, WrittenSegment
from bot.library.progress import Bar, Progress, no_progress, open_bar
from corpus.store.changes import NO_CHANGE, Change
from corpus.store.store import Store
from retrieval.index.entry import entry
from retrieval.index.index import Index
from retrieval.index.merging import merged
from retrieval.index.part import Part
from retrieval.index.segment import Segment
from retrieval.index.segment_file import SegmentError

logger = logging.getLogger(__name__)

AT_ONCE = 50  # articles in memory at a time
STEP = 8  # new articles per update while the bot runs; they take about 20 ms
MANY = 2000  # from this many new articles, worker processes index them


class IndexUpdater:
    """Applies the changes of a store to an index, and keeps the index on disk.

    An index that is damaged or belongs to another database is rebuilt from the store.
    With ``background``, a thread builds the segments, and each update adds only a few new
    articles, so that answers do not wait for them.
    """

    def __init__(
        self,
        store: Store,
        index: Index,
        *,
        background: bool = False,
        writes: bool = True,
        progress: Progress = no_progress,
    ) -> None:
        self._store = store
        self._index = index
        self._progress = progress
        self._files = IndexFiles(store.path, writes=writes)
        self._change: Change | None = None  # the last one applied; None before the first update
        self._pending: list[int] = []  # positions of articles to add
        self._thread = ThreadPoolExecutor(1, "segments") if background else None
        self._work: tuple[Sequence[Part], Future[WrittenSegment]] | None = None

    def close(self) -> None:
        """Stop the thread, write the tail to disk, and release the lock."""
        if self._thread is not None:
            self._thread.shutdown(cancel_futures=True)
        if self._index.tail.size and self._files.may_write():
            parts = self._index.unsettled(tail=1)
            self._replace(parts, self._merge(parts, _removed(parts)))
        self._files.close()

    @property
    def behind(self) -> bool:
        """Whether there are articles that are still to be added."""
        return bool(self._pending)

    @property
    def on_disk(self) -> bool:
        """Whether all of the index except its small tail is on disk."""
        return self._files.has_all(self._index.segments)

    @property
    def change(self) -> Change:
        """The last change of the store that has been applied."""
        return self._change or NO_CHANGE

    def update(self) -> bool:
        """Apply the changes in the store; return whether there were any.

        Removed articles disappear at once. If there are many new ones, some may be left pending.
        """
        first = self._change is None
        last, changed = self._find_changes()
        for position in changed:
            if position in self._index:
                self._index.remove(position)
        is_new, self._change = last != self._change, last
        new = self._pending = sorted(set(self._pending).union(changed))
        count = len(new) if first or self._thread is None else STEP
        if count >= MANY and self._files.may_write():
            self._build(new)
        else:
            self._add(new[:count])
        self._pending = new[count:]
        return is_new

    def tidy(self) -> None:
        """Turn a full tail into a segment and merge segments, or use the thread's results."""
        if self._work is not None:
            parts, future = self._work
            if not future.done():
                return
            self._work = None
            self._replace(parts, future.result())
        while parts := self._index.unsettled():
            if self._thread is not None:
                self._work = parts, self._thread.submit(self._merge, parts, _removed(parts))
                return
            self._replace(parts, self._merge(parts, _removed(parts)))

    def _find_changes(self) -> tuple[Change, Sequence[int]]:
        """The store's last change, and the positions at which the index differs from it."""
        since = self._load() if self._change is None else self._change
        last, changed = self._store.changes(since)
        if changed is None:
            if since != NO_CHANGE:
                logger.warning("The index belongs to another database and will be rebuilt.")
            self._clear()
        if changed is None or self._change is None:
            stored = set(self._store.positions())
            changed = sorted(stored.symmetric_difference(self._index.keys()).union(changed or ()))
        return last, changed

    def _load(self) -> Change:
        """Fill the index from disk; return the last change that it includes."""
        self._index.clear()  # an update that failed half-way may have filled it
        change, segments = self._files.read()
        try:
            self._insert(segments)
        except (*UNREADABLE, IndexError) as error:
            logger.warning("The index cannot be used and will be rebuilt: %s", error)
            self._clear()
            return NO_CHANGE
        return change

    def _insert(self, segments: Sequence[Segment]) -> None:
        """Insert segments into the empty index.

        Raises:
            SegmentError: An article is in it twice.
            ValueError, TypeError, IndexError: A removed article has an impossible position.
        """
        count = 0
        for segment in segments:
            self._index.insert(segment)
            count += len(segment.keys) - len(segment.removed)
        if count != len(self._index.keys()):
            raise SegmentError("an article is in it twice")

    def _clear(self) -> None:
        self._index.clear()
        self._files.forget()

    def _add(self, positions: Sequence[int]) -> None:
        with self._bar(len(positions)) as bar:
            for start in range(0, len(positions), AT_ONCE):
                batch = positions[start : start + AT_ONCE]
                for position, article in self._store.at(batch).items():
                    if position not in self._index:  # it is if an update failed half-way
                        self._index.add(position, article.collection, entry(article))
                self.tidy()
                bar.update(len(batch))

    def _build(self, positions: Sequence[int]) -> None:
        """Index many articles in worker processes; finished segments survive a kill."""
        # Imported here because few runs need it, and multiprocessing takes a while to import.
        from bot.library.parallel_build import build_segments

        made: list[Segment] = []
        with (
            self._bar(len(positions)) as bar,
            closing(build_segments(self._store.path, positions, self._files.new_paths())) as built,
        ):
            for count, path in built:
                segment = self._files.adopt(path)
                self._index.insert(segment)
                made.append(segment)
                self._save(delete_others=False)
                bar.update(count)
        self._replace(made, self._merge(made, _removed(made)))
        self.tidy()

    def _merge(self, parts: Sequence[Part], removed: Sequence[frozenset[int]]) -> WrittenSegment:
        """Merge parts into one segment, in a file if possible.

        Articles removed while a thread is merging are marked later, by ``_replace``.
        """
        return self._files.write(merged(parts, removed))

    def _replace(self, parts: Sequence[Part], written: WrittenSegment) -> None:
        self._index.replace(parts, written.segment)
        self._files.use(written)
        self._save(delete_others=self._work is None)  # the thread's new file is not listed yet

    def _save(self, *, delete_others: bool) -> None:
        self._files.save(self._index.segments, self.change, delete_others=delete_others)

    def _bar(self, count: int) -> AbstractContextManager[Bar]:
        return open_bar(self._progress if count > AT_ONCE else no_progress, count)


def _removed(parts: Sequence[Part]) -> list[frozenset[int]]:
    return [frozenset(part.removed) for part in parts]
