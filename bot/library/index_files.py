"""The index kept in step with the store, and on disk beside it."""

import json
import logging
import os
import secrets
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from contextlib import closing, contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from corpus.store.changes import NO_CHANGE, Change
from corpus.store.store import Store
from retrieval.index.entry import entry
from retrieval.index.index import Index
from retrieval.index.merging import merged
from retrieval.index.part import Part
from retrieval.index.segment import Segment
from retrieval.index.segment_file import SegmentError, read_segment, sync_folder, write_segment
from retrieval.index.tail import Tail
from retrieval.words.analysis import ANALYSIS

if TYPE_CHECKING:
    from filelock import FileLock

logger = logging.getLogger(__name__)

FORMAT = 1
MANIFEST = "manifest.json"
SUFFIX = ".segment"
AT_ONCE = 50  # articles that are held in memory while many are taken in
STEP = 8  # articles that an answer waits for, when many are new; they take some 20 ms
MANY = 2000  # new articles from which on several processes read them
CHUNK = 1500  # articles that one process makes a segment of
ATTEMPTS = 3  # to read files that another process may be replacing


def index_folder(path: Path | str) -> Path:
    """Where the index of a database is kept."""
    return Path(f"{path}.index")


class Bar(Protocol):
    """Something that shows how far work is, such as a bar of tqdm's."""

    def update(self, n: float = 1) -> object:
        """Count n more as done."""

    def close(self) -> object:
        """Show it no longer."""


class NoBar:
    """Shows nothing."""

    def update(self, n: float = 1) -> object:
        """Count nothing."""

    def close(self) -> object:
        """Do nothing."""


Progress = Callable[[int], Bar]  # for so many articles


def no_progress(_: int) -> Bar:
    """A bar that shows nothing."""
    return NoBar()


class _Made(NamedTuple):
    """A segment, and the name of its file; None where it could not be written."""

    segment: Segment
    name: str | None


class Indexing:
    """Takes what changes in a store into an index.

    The store is the truth. In a folder beside its file the index's segments are kept. They are
    used if each of their bytes is what was written, and they belong to this very file; otherwise
    they are made anew. One process at a time writes there; others, and who is not to write, keep
    in memory what they add. With ``background`` a thread makes segments of what is added, and
    articles that come while the program runs are taken in some at a time: answers do not wait.
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
        self._writes = writes
        self._index = index
        self._progress = progress
        in_memory = str(store.path) == ":memory:"
        self._folder = None if in_memory else index_folder(store.path)
        self._lock: FileLock | None = None
        self._failed = False  # whether it was said that the folder cannot be written
        self._names: dict[Segment, str] = {}  # of the segments' files
        self._change: Change | None = None  # the last one that was looked at; None at first
        self._new: list[int] = []  # where articles stand that are not taken in yet
        self._thread = ThreadPoolExecutor(1, "segments") if background else None
        self._work: tuple[Sequence[Part], Future[_Made]] | None = None

    def close(self) -> None:
        """End what is done in the background, and let others write.

        What is in the tail is kept in a file: it need not be read again at the next start.
        """
        if self._thread is not None:
            self._thread.shutdown(cancel_futures=True)
        if self._index.tail.size and self._may_write():
            todo = self._index.unsettled(tail=1)
            self._use(todo, self._make(todo, _removed(todo)))
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    @property
    def behind(self) -> bool:
        """Whether there are articles that are not taken in yet."""
        return bool(self._new)

    @property
    def is_kept(self) -> bool:
        """Whether the index is on disk, but for the little in its tail."""
        return all(segment in self._names for segment in self._index.segments)

    @property
    def change(self) -> Change:
        """The last change of the store that was looked at."""
        return self._change or NO_CHANGE

    def catch_up(self) -> bool:
        """Take in what has changed in the store since the last time, or the first part of it.

        What was removed is gone in any case. Return whether anything has changed.
        """
        first = self._change is None
        since = self._open() if self._change is None else self._change
        last, changed = self._store.changes(since)
        index = self._index
        if changed is None:
            if since != NO_CHANGE:
                logger.warning("The index is not this database's, and is made anew.")
            self._forget_all()
        if changed is None or first:
            stored = set(self._store.positions())
            changed = sorted(stored.symmetric_difference(index.keys()).union(changed or ()))
        for position in changed:
            if position in index:
                index.remove(position)
        is_new, self._change = last != self._change, last
        new = self._new = sorted(set(self._new).union(changed))
        count = len(new) if first or self._thread is None else STEP
        if count >= MANY and self._may_write():
            self._build(new)
        else:
            self._add(new[:count])
        self._new = new[count:]
        return is_new

    def tend(self) -> None:
        """Make segments of what has grown; use those that were made meanwhile."""
        if self._work is not None:
            parts, made = self._work
            if not made.done():
                return
            self._work = None
            self._use(parts, made.result())
        while todo := self._index.unsettled():
            if self._thread is not None:
                self._work = todo, self._thread.submit(self._make, todo, _removed(todo))
                return
            self._use(todo, self._make(todo, _removed(todo)))

    def _add(self, positions: Sequence[int]) -> None:
        with self._shown(len(positions)) as bar:
            for start in range(0, len(positions), AT_ONCE):
                some = positions[start : start + AT_ONCE]
                for position, article in self._store.at(some).items():
                    if position not in self._index:  # as it may be after a failure on the way
                        self._index.add(position, article.collection, entry(article))
                self.tend()
                bar.update(len(some))

    def _build(self, positions: Sequence[int]) -> None:
        """Have several processes read articles; what is done stays done after a kill."""
        folder = self._folder
        if folder is None:
            return
        chunks = [positions[at : at + CHUNK] for at in range(0, len(positions), CHUNK)]
        made: list[Segment] = []
        pool = ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn"))
        with self._shown(len(positions)) as bar:
            try:
                names = [f"{secrets.token_hex(8)}{SUFFIX}" for _ in chunks]
                futures = {
                    pool.submit(read_chunk, str(self._store.path), chunk, str(folder / name)): name
                    for chunk, name in zip(chunks, names, strict=True)
                }
                for future in as_completed(futures):
                    count = future.result()
                    segment = read_segment(folder / futures[future])
                    self._names[segment] = futures[future]
                    self._index.insert(segment)
                    made.append(segment)
                    self._save(clear=False)
                    bar.update(count)
            finally:
                pool.shutdown(cancel_futures=True)
        self._use(made, self._make(made, _removed(made)))
        self.tend()

    def _make(self, parts: Sequence[Part], removed: Sequence[frozenset[int]]) -> _Made:
        """A segment of some parts, in a file if there can be one.

        What is removed from them while this goes on in the background is marked in ``replace``.
        """
        segment = merged(parts, removed)
        name = f"{secrets.token_hex(8)}{SUFFIX}"
        if self._folder is None or not segment.size or not self._may_write():
            return _Made(segment, None)
        try:
            write_segment(self._folder / name, segment)
            return _Made(read_segment(self._folder / name), name)
        except (OSError, SegmentError) as error:
            self._warn(error)
            return _Made(segment, None)

    def _use(self, parts: Sequence[Part], made: _Made) -> None:
        self._index.replace(parts, made.segment)
        if made.name is not None:
            self._names[made.segment] = made.name
        self._names = {one: self._names[one] for one in self._index.segments if one in self._names}
        self._save()

    def _open(self) -> Change:
        """Use the segments that are there; return the last change that is in them."""
        for _ in range(ATTEMPTS):
            try:
                return self._read()
            except FileNotFoundError:  # none yet, or replaced by another process just now
                self._forget_all()
            except (SegmentError, OSError, ValueError, KeyError, TypeError) as error:
                logger.warning("The index cannot be used, and is made anew: %s", error)
                self._forget_all()
                break
        return NO_CHANGE

    def _read(self) -> Change:
        if self._folder is None:
            return NO_CHANGE
        told = json.loads((self._folder / MANIFEST).read_bytes())
        if (told["format"], told["analysis"]) != (FORMAT, ANALYSIS):
            raise SegmentError("it is of another version")
        count = 0
        for name, removed in told["segments"]:
            segment = read_segment(self._folder / Path(name).name)
            segment.removed |= set(removed)
            self._names[segment] = name
            self._index.insert(segment)
            count += len(segment.keys) - len(segment.removed)
        if count != len(self._index.keys()):
            raise SegmentError("an article is there twice")
        return Change(*told["change"])

    def _save(self, *, clear: bool = True) -> None:
        """Write down which segments there are, each in a file; delete the files of others.

        With it goes the last change that was taken in: what was removed by then is marked as
        such, and what was added by then, but is in no segment, is found missing the next time.
        """
        folder = self._folder
        if folder is None or not self._may_write():
            return
        segments = self._index.segments
        try:
            for one in segments:
                if one not in self._names:
                    name = f"{secrets.token_hex(8)}{SUFFIX}"
                    write_segment(folder / name, one)
                    self._names[one] = name
            told = {
                "format": FORMAT,
                "analysis": ANALYSIS,
                "change": self.change,
                "segments": [(self._names[one], sorted(one.removed)) for one in segments],
            }
            temporary = folder / f"{MANIFEST}.new"
            with temporary.open("w", encoding="utf-8") as file:
                json.dump(told, file)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(folder / MANIFEST)
            sync_folder(folder)
            if clear:
                self._clear(set(self._names.values()))
        except OSError as error:
            self._warn(error)

    def _clear(self, kept: Collection[str]) -> None:
        if self._folder is None or self._work is not None:  # whose file has no name here yet
            return
        for path in self._folder.glob(f"*{SUFFIX}"):
            if path.name not in kept:
                path.unlink(missing_ok=True)

    def _forget_all(self) -> None:
        self._index.clear()
        self._names.clear()

    def _may_write(self) -> bool:
        """Whether this is the process that writes the files; it is, from the first time on."""
        if self._folder is None or not self._writes:
            return False
        if self._lock is None:
            from filelock import FileLock, Timeout  # here, for it takes a while

            lock = FileLock(self._folder / "lock")
            try:
                self._folder.mkdir(exist_ok=True)
                lock.acquire(timeout=0)
            except Timeout:
                return False
            except OSError as error:
                self._warn(error)
                return False
            self._lock = lock
        return True

    def _warn(self, error: Exception) -> None:
        if not self._failed:
            logger.warning("The index is kept in memory only: %s", error)
        self._failed = True

    @contextmanager
    def _shown(self, count: int) -> Iterator[Bar]:
        bar = self._progress(count) if count > AT_ONCE else NoBar()
        try:
            yield bar
        finally:
            bar.close()


def _removed(parts: Sequence[Part]) -> list[frozenset[int]]:
    return [frozenset(part.removed) for part in parts]


def read_chunk(path: str, positions: Sequence[int], file: str) -> int:
    """Make a segment file of the articles at some positions; return how many positions."""
    tail = Tail()
    with closing(Store(path)) as store:
        for start in range(0, len(positions), AT_ONCE):
            for position, article in store.at(positions[start : start + AT_ONCE]).items():
                tail.add(position, article.collection, entry(article))
    write_segment(Path(file), merged([tail]))
    return len(positions)
