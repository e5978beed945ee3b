"""Keeping the index in sync with the store."""

import logging
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from pathlib import Path

from bot.library.index_files import UNREADABLE, UNUSABLE, IndexFiles, Written
from bot.library.large_articles import LargeArticles
from bot.library.progress import Bar, Progress, no_progress, open_bar
from bot.library.scrub_schedule import Scrub
from bot.library.vectors.vector_updater import VectorUpdater
from corpus.store.changes import NO_CHANGE, Change
from corpus.store.store import Store
from retrieval.array_file import ArrayFileError
from retrieval.index.entry import entry
from retrieval.index.index import Index
from retrieval.index.merging import merged, together
from retrieval.index.part import Part
from retrieval.index.segment import Segment
from retrieval.meaning.meaning import Meaning
from retrieval.meaning.vectors import Vectors

logger = logging.getLogger(__name__)

AT_ONCE = 50  # articles in memory at a time
STEP = 8  # new articles per update while the bot runs; they take about 20 ms
MANY = 2000  # from this many new articles, worker processes index them
SELDOM = 3600.0  # seconds until a scrub that nobody requested


class IndexUpdater:
    """Applies the changes of a store to an index, and keeps the index on disk.

    An index that is damaged or belongs to another database is rebuilt from the store.
    With ``background``, a thread builds the segments and analyzes large articles, another one
    makes vectors, and each update adds only a few new articles, so that answers do not wait. What
    removed ones leave then disappears at the start, every hour, and when ``scrub`` requests it.
    """

    def __init__(
        self,
        store: Store,
        index: Index,
        vectors: Vectors | None = None,
        meaning: Meaning | None = None,
        *,
        background: bool = False,
        writes: bool = True,
        progress: Progress = no_progress,
    ) -> None:
        self._store = store
        self._index = index
        self._progress = progress
        version = meaning.version if meaning else None
        self._files = IndexFiles(store.location, version, writes=writes)
        self._change: Change | None = None  # the last one applied; None before the first update
        self._pending: list[int] = []  # positions of articles to add
        self._thread = ThreadPoolExecutor(1, "segments") if background else None
        self._large = LargeArticles(self._thread) if self._thread is not None else None
        # The parts that the thread is merging; none if the result is of no use any more.
        self._work: tuple[Sequence[Part], Future[Written[Segment]]] | None = None
        some = Vectors() if vectors is None else vectors
        self.vectors = VectorUpdater(store, index, some, meaning, self._files, self._thread)
        self._scrub = Scrub(index, self._files, self.vectors, self._save)

    def close(self) -> None:
        """Stop the threads, write the rest to disk, finish a scrub, and release the lock."""
        if self._thread is not None:
            self._thread.shutdown(cancel_futures=True)
        self.check_files()
        self._use_work()
        changed = self.vectors.close(self.change)
        left = [self._index.unsettled(tail=1)] if self._index.tail.size else []
        if self._scrub.wanted:
            left += [[part] for part in self._index.unclean()]
            changed |= self.vectors.scrub()
        for parts in left if self._files.may_write() else ():
            self._replace(parts, self._merge(parts, _removed(parts)))
        if changed:
            self._save()
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

    def scrub(self) -> None:
        """Have ``tidy`` rewrite, within a minute, what holds words or vectors of removed articles.

        If another process holds the index's lock, it happens once this one can have it.
        """
        self._scrub.schedule.request()

    def check_files(self) -> None:
        """Drop what is in files that have been cut short, and have it made again.

        Call it before anything reads the index: reading what is gone would end the process.
        """
        self.vectors.check_files()
        lost = [segment for segment in self._index.segments if segment.is_cut]
        if not lost:
            return
        names = ", ".join(self._files.drop(lost))
        logger.warning("An index file was cut short and will be rebuilt: %s", names)
        if self._work is not None and not set(lost).isdisjoint(self._work[0]):
            self._work = (), self._work[1]
        self._pending = sorted({*self._pending, *self._index.drop(lost)})

    def update(self) -> bool:
        """Apply the changes in the store; return whether there were any.

        Removed articles disappear at once. If there are many new ones, some may be left pending.
        """
        first = self._change is None
        last, changed = self._find_changes()
        gone = [position for position in changed if position in self._index]
        for position in gone:
            self._index.remove(position)
        if self._thread is not None and (first or gone):
            self._scrub.schedule.request(0 if first else SELDOM)
        is_new, self._change = last != self._change, last
        self.vectors.look_again()
        new = self._pending = sorted(set(self._pending).union(changed))
        if self._large is not None and not first:
            self._large.forget(changed)
            self._pending = self._add_few(new, self._large)
            return is_new
        if len(new) >= MANY and self._files.may_write():
            self._build(new)
        self._add([position for position in new if position not in self._index])
        self._pending = []
        return is_new

    def tidy(self) -> None:
        """Merge, scrub and encode as needed, or have the threads do so and use their results."""
        self._settle()
        if self.vectors.tidy(self.change):
            self._save()

    def adopt_vectors(self, path: Path) -> None:
        """Use vectors from a new file, of articles that lacked them, and list it.

        Raises:
            OSError: The file cannot be read.
            ArrayFileError: It is damaged.
        """
        if self.vectors.adopt(path):
            self._save()

    def _settle(self) -> None:
        self._use_work()
        while self._work is None and (parts := self._index.unsettled() or self._scrub.next_part()):
            if self._thread is not None:
                self._work = parts, self._thread.submit(self._merge, parts, _removed(parts))
            else:
                self._replace(parts, self._merge(parts, _removed(parts)))

    def _use_work(self) -> None:
        """Use what the thread has merged, if it is done."""
        if self._work is None or not self._work[1].done():
            return
        (parts, future), self._work = self._work, None
        if parts and not future.cancelled():
            self._replace(parts, future.result())
        elif not future.cancelled() and future.exception() is None:
            self._files.discard(future.result())

    def _find_changes(self) -> tuple[Change, Sequence[int]]:
        """The store's last change, and the positions at which the index differs from it."""
        since = self._load() if self._change is None else self._change
        last, changed = self._store.changes(since)
        if changed is None:
            if since != NO_CHANGE:
                logger.warning("The index belongs to another database and will be rebuilt.")
            self._clear()
        self.vectors.forget(changed or ())
        if changed is None or self._change is None:
            stored = set(self._store.positions())
            changed = sorted(stored.symmetric_difference(self._index.keys()).union(changed or ()))
        return last, changed

    def _load(self) -> Change:
        """Fill the index from disk; return the last change that it includes."""
        self._index.clear()  # an update that failed half-way may have filled it
        found = self._files.read()
        self.vectors.load(found.blocks)
        try:
            self._insert(found.segments)
        except (*UNREADABLE, IndexError) as error:
            logger.warning(UNUSABLE, error)
            self._index.clear()
            self._files.drop(found.segments)
        return found.change

    def _insert(self, segments: Sequence[Segment]) -> None:
        """Insert segments into the empty index.

        Raises:
            ArrayFileError: An article is in it twice.
            ValueError, TypeError, IndexError: A removed article has an impossible position.
        """
        count = 0
        for segment in segments:
            self._index.insert(segment)
            count += len(segment.keys) - len(segment.removed)
        if count != len(self._index.keys()):
            raise ArrayFileError("an article is in it twice")

    def _clear(self) -> None:
        if self._work is not None:
            self._work = (), self._work[1]
        self._scrub.forget()
        self._index.clear()
        self.vectors.clear()
        self._files.forget()
        if self._thread is not None:
            self._large = LargeArticles(self._thread)
            self._scrub.schedule.request()

    def _add(self, positions: Sequence[int]) -> None:
        with self._bar(len(positions)) as bar:
            for start in range(0, len(positions), AT_ONCE):
                batch = positions[start : start + AT_ONCE]
                for position, article in self._store.at(batch).items():
                    if position not in self._index:  # it is if an update failed half-way
                        self._index.add(position, article.collection, entry(article))
                self._settle()
                bar.update(len(batch))

    def _add_few(self, positions: Sequence[int], large: LargeArticles) -> list[int]:
        """Add a few articles, of which the thread analyzes the large ones; return those left."""
        if self._work is None and (tail := large.take()) is not None:
            self._index.insert(tail)
            self._work = [tail], large.thread.submit(self._merge, [tail], _removed([tail]))
        left = [one for one in positions if one not in self._index]
        for position, article in large.without(left, STEP, self._store.at):
            left.remove(position)
            if article is not None:
                self._index.add(position, article.collection, entry(article))
        large.begin(self._store.at)
        return left

    def _build(self, positions: Sequence[int]) -> None:
        """Index many articles in worker processes, or as many as the disk has room for.

        Finished segments survive a kill.
        """
        # Imported here because few runs need it, and multiprocessing takes a while to import.
        from bot.library.parallel_build import build_segments

        made: list[Segment] = []
        new = build_segments(self._store.location, positions, self._files.new_paths())
        with self._bar(len(positions)) as bar, closing(new) as built:
            for count, path in built:
                segment = self._files.adopt(path)
                self._index.insert(segment)
                made.append(segment)
                self._save()
                bar.update(count)
        while parts := together(made):
            del made[: len(parts)]  # so that what has been merged takes no room on disk any more
            self._replace(parts, self._merge(parts, _removed(parts)))
        self._settle()

    def _merge(self, parts: Sequence[Part], removed: Sequence[frozenset[int]]) -> Written[Segment]:
        """Merge parts into one segment, in a file if possible.

        Articles removed while a thread is merging are marked later, by ``_replace``.
        """
        return self._files.write(merged(parts, removed))

    def _replace(self, parts: Sequence[Part], written: Written[Segment]) -> None:
        self._index.replace(parts, written.part)
        self._files.use(written)
        self._save()

    def _save(self) -> None:
        self._files.save(self._index.segments, self.vectors.blocks, self.change)

    def _bar(self, count: int) -> AbstractContextManager[Bar]:
        return open_bar(self._progress if count > AT_ONCE else no_progress, count)


def _removed(parts: Sequence[Part]) -> list[frozenset[int]]:
    return [frozenset(part.removed) for part in parts]
