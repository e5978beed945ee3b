"""The files of the index: segments, the manifest that lists them, and the lock."""

import json
import logging
import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from corpus.store.changes import NO_CHANGE, Change
from retrieval.array_file import ArrayFileError, sync_folder
from retrieval.index.segment import Segment
from retrieval.index.segment_file import read_segment, write_segment
from retrieval.words.analysis import ANALYSIS_VERSION

if TYPE_CHECKING:
    from filelock import FileLock

logger = logging.getLogger(__name__)

FORMAT = 3
MANIFEST = "manifest.json"
SUFFIX = ".segment"
UNFINISHED = ".new"  # the suffix of a file that is being written
ATTEMPTS = 3  # to read files that another process may be replacing
# Exceptions that reading a damaged index can raise.
UNREADABLE = (ArrayFileError, OSError, ValueError, KeyError, TypeError)


def index_folder(database: Path | str) -> Path:
    """The folder of a database's index."""
    return Path(f"{database}.index")


class Manifest(NamedTuple):
    """The last change of the store that the index includes, and the segments."""

    change: Change
    segments: Sequence[tuple[str, Sequence[int]]]  # file name, positions of removed articles in it


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in a folder; None if another version of Quotewire wrote it.

    Raises:
        OSError: It cannot be read.
        ValueError, KeyError, TypeError: It is damaged.
    """
    content = json.loads((folder / MANIFEST).read_bytes())
    if (content["format"], content["analysis"]) != (FORMAT, ANALYSIS_VERSION):
        return None
    return Manifest(Change(*content["change"]), content["segments"])


class WrittenSegment(NamedTuple):
    """A segment and its file's name, which is None if the file could not be written."""

    segment: Segment
    name: str | None


class IndexFiles:
    """The folder next to the database that holds its index.

    Segment files are never changed, only replaced; a manifest lists the current ones. Only the
    process that holds the lock writes. With ``writes=False``, or if the database is in memory,
    nothing is written.
    """

    def __init__(self, database: Path | str, *, writes: bool = True) -> None:
        in_memory = str(database) == ":memory:"
        self._folder = None if in_memory else index_folder(database)
        self._writes = writes
        self._lock: FileLock | None = None
        self._warned = False
        self._names: dict[Segment, str] = {}  # of the segments' files

    def close(self) -> None:
        """Release the lock, so that another process can write."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def has_all(self, segments: Iterable[Segment]) -> bool:
        """Whether each of these segments has a file."""
        return all(segment in self._names for segment in segments)

    def drop(self, segments: Iterable[Segment]) -> list[str]:
        """Stop using some segments' files; return their names."""
        return [self._names.pop(segment) for segment in segments if segment in self._names]

    def forget(self) -> None:
        """Stop using the segment files; the next ``save`` deletes them."""
        self._names.clear()

    def read(self) -> tuple[Change, list[Segment]]:
        """The segments and the last change they include; no segments if the index is unusable."""
        for _ in range(ATTEMPTS):
            try:
                return self._read()
            except FileNotFoundError:  # there is no index, or another process has just replaced it
                self.forget()
            except UNREADABLE as error:
                self.forget()
                logger.warning("The index cannot be used and will be rebuilt: %s", error)
                break
        return NO_CHANGE, []

    def _read(self) -> tuple[Change, list[Segment]]:
        if self._folder is None:
            return NO_CHANGE, []
        manifest = read_manifest(self._folder)
        if manifest is None:
            raise ArrayFileError("another version of Quotewire wrote it")
        segments = []
        for name, removed in manifest.segments:
            segment = read_segment(self._folder / Path(name).name)
            segment.removed |= set(removed)
            self._names[segment] = name
            segments.append(segment)
        return manifest.change, segments

    def new_paths(self) -> Iterator[Path]:
        """Yield paths for any number of new segment files; none if not allowed to write."""
        while self._folder is not None and self.may_write():
            yield self._folder / f"{secrets.token_hex(8)}{SUFFIX}"

    def adopt(self, path: Path) -> Segment:
        """Read a segment that another process wrote in the folder.

        Raises:
            OSError: It cannot be read.
            ArrayFileError: It is damaged.
        """
        segment = read_segment(path)
        self._names[segment] = path.name
        return segment

    def write(self, segment: Segment) -> WrittenSegment:
        """Write a segment to a new file, and map it from there if that succeeds.

        Can be called from any thread; pass the result to ``use`` in the main thread.
        """
        path = next(self.new_paths(), None) if segment.size else None
        if path is None:
            return WrittenSegment(segment, None)
        try:
            write_segment(path, segment)
            return WrittenSegment(read_segment(path), path.name)
        except (OSError, ArrayFileError) as error:
            self._warn(error)
            return WrittenSegment(segment, None)

    def use(self, written: WrittenSegment) -> None:
        """Remember the file of a segment, so that the manifest can list it."""
        if written.name is not None:
            self._names[written.segment] = written.name

    @property
    def has_others(self) -> bool:
        """Whether the folder has, or may have, segment files out of use or unfinished."""
        try:
            return self._folder is not None and any(self._others(self._folder))
        except OSError:
            return True

    def save(
        self, segments: Sequence[Segment], change: Change, *, delete_others: bool = True
    ) -> None:
        """Write the manifest, and each segment that has no file, then delete all other files.

        The manifest marks the articles removed up to ``change``. Articles added by then but in no
        segment are picked up at the next start.
        """
        self._names = {s: self._names[s] for s in segments if s in self._names}
        folder = self._folder
        if folder is None or not self.may_write():
            return
        try:
            for segment in segments:
                # The process that held the lock before may have deleted a file.
                if not (folder / self._names.get(segment, "")).is_file():
                    path = folder / f"{secrets.token_hex(8)}{SUFFIX}"
                    write_segment(path, segment)
                    self._names[segment] = path.name
            self._write_manifest(folder, segments, change)
            if delete_others:
                for path in list(self._others(folder)):
                    path.unlink(missing_ok=True)
        except OSError as error:
            self._warn(error)

    def may_write(self) -> bool:
        """Whether this process can write the files; if so, it keeps the lock."""
        if self._folder is None or not self._writes:
            return False
        if self._lock is None:
            from filelock import FileLock, Timeout  # takes 25 ms to import; readers do not need it

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

    def _write_manifest(self, folder: Path, segments: Sequence[Segment], change: Change) -> None:
        content = {
            "format": FORMAT,
            "analysis": ANALYSIS_VERSION,
            "change": change,
            "segments": [(self._names[segment], sorted(segment.removed)) for segment in segments],
        }
        temporary = folder / f"{MANIFEST}{UNFINISHED}"
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(content, file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(folder / MANIFEST)
        sync_folder(folder)

    def _others(self, folder: Path) -> Iterator[Path]:
        """Yield the segment files out of use, and those that a killed process was writing."""
        kept = set(self._names.values())
        for path in folder.iterdir():
            if path.suffix in (SUFFIX, UNFINISHED) and path.name not in kept:
                yield path

    def _warn(self, error: Exception) -> None:
        if not self._warned:
            logger.warning("Cannot write the index, so it is kept in memory only: %s", error)
        self._warned = True
