"""The files of the index: segments, vectors, the manifest that lists them, and the lock."""

import logging
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from bot.library.index_folder import (
    SUFFIX,
    VECTORS,
    Manifest,
    WriteLock,
    files_in,
    index_folder,
    read_manifest,
    write_manifest,
)
from corpus.store.changes import NO_CHANGE, Change
from retrieval.array_file import ArrayFileError
from retrieval.index.segment import Segment
from retrieval.index.segment_file import read_segment, write_segment
from retrieval.meaning.vector_file import read_block, write_block
from retrieval.meaning.vectors import Block
from retrieval.words.analysis import ANALYSIS_VERSION

logger = logging.getLogger(__name__)

ATTEMPTS = 3  # to read files that another process may be replacing
# Exceptions that reading a damaged index can raise.
UNREADABLE = (ArrayFileError, OSError, ValueError, KeyError, TypeError)
UNUSABLE = "The index cannot be used and will be rebuilt: %s"
UNWRITABLE = "Cannot write the index, so it is kept in memory only: %s"
LOST_VECTORS = "Vectors cannot be used and will be made again: %s"
OTHER_VERSION = "another version of Quotewire wrote it"

P = TypeVar("P", Segment, Block)
Write = Callable[[Path, P], None]
Read = Callable[[Path], P]
Removed = dict[Block, set[int]]  # blocks of vectors, and the positions of removed articles


class Contents(NamedTuple):
    """What the files hold, and the last change of the store that they include."""

    change: Change
    segments: list[Segment]
    blocks: Removed


class Written(NamedTuple, Generic[P]):
    """A segment or block and its file's name, which is None if it could not be written."""

    part: P
    name: str | None


class IndexFiles:
    """The folder next to the database that holds its index.

    Files are never changed, only replaced; a manifest lists the current ones. Only the process
    that holds the lock writes; none does with ``writes=False``, or if the database is in memory.
    ``model`` is the version of the model of meaning; without one, vectors stay as they are.
    """

    def __init__(
        self, database: Path | str, model: str | None = None, *, writes: bool = True
    ) -> None:
        self._folder = None if str(database) == ":memory:" else index_folder(database)
        self._lock = None if self._folder is None else WriteLock(self._folder)
        self._model = model
        self.writes = writes
        self._warned: set[str] = set()  # about these
        self._names: dict[Segment | Block, str] = {}  # of the files
        self._new: set[str] = set()  # names, without suffix, of files that are not in use yet

    def close(self) -> None:
        """Release the lock, so that another process can write."""
        if self._lock is not None:
            self._lock.release()

    def has_all(self, parts: Iterable[Segment | Block]) -> bool:
        """Whether each of these has a file."""
        return all(part in self._names for part in parts)

    def drop(self, parts: Iterable[Segment | Block]) -> list[str]:
        """Stop using some files; return their names."""
        return [self._names.pop(part) for part in parts if part in self._names]

    def forget(self) -> None:
        """Stop using all files; the next ``save`` deletes them."""
        self._names.clear()

    def read(self) -> Contents:
        """What the files hold; of what is unusable, nothing."""
        for left in reversed(range(ATTEMPTS)):
            self.forget()
            try:
                return self._read(last=not left)
            except FileNotFoundError:  # there is no index, or another process has just replaced it
                continue
            except UNREADABLE as error:
                logger.warning(UNUSABLE, error)
                break
        return Contents(NO_CHANGE, [], {})

    def _read(self, *, last: bool) -> Contents:
        """What the files hold; in the ``last`` attempt, a missing file is like a damaged one."""
        if self._folder is None:
            return Contents(NO_CHANGE, [], {})
        manifest = read_manifest(self._folder)
        if manifest is None:
            raise ArrayFileError(OTHER_VERSION)
        segments = []
        try:
            if manifest.analysis != ANALYSIS_VERSION:
                raise ArrayFileError(OTHER_VERSION)
            for name, removed in manifest.segments:
                segment = read_segment(self._folder / Path(name).name)
                segment.removed |= set(removed)
                self._names[segment] = name
                segments.append(segment)
        except UNREADABLE as error:
            if isinstance(error, FileNotFoundError) and not last:
                raise
            segments.clear()
            logger.warning(UNUSABLE, error)
        return Contents(manifest.change, segments, self._read_blocks(manifest, last=last))

    def read_blocks(self) -> tuple[Change, Removed] | None:
        """The vectors in the files, and the last change that they include; None if unusable.

        Blocks that have been read before are the same objects again.
        """
        try:
            if self._folder is None or (manifest := read_manifest(self._folder)) is None:
                return None
            blocks = self._read_blocks(manifest, last=False)
        except UNREADABLE:
            return None  # another process may just be replacing them
        self.drop([one for one in self._names if isinstance(one, Block) and one not in blocks])
        return manifest.change, blocks

    def _read_blocks(self, manifest: Manifest, *, last: bool) -> Removed:
        model = self._model = self._model or manifest.model or ""
        blocks: Removed = {}
        known = {name: one for one, name in self._names.items() if isinstance(one, Block)}
        for name, removed in manifest.vectors if model == manifest.model else ():
            path = Path(self._folder or "") / Path(name).name
            try:
                block = known.get(name) or read_block(path, model)
                if not set(removed) <= set(range(len(block.keys))):
                    raise ArrayFileError(f"{name} has no such articles")
            except UNREADABLE as error:
                if isinstance(error, FileNotFoundError) and not last:
                    raise
                self._warn(error, LOST_VECTORS, name)
            else:
                self._names[block] = name
                blocks[block] = set(removed)
        return blocks

    def new_paths(self, suffix: str = SUFFIX) -> Iterator[Path]:
        """Yield paths for any number of new files; none if not allowed to write.

        Until the iterator is closed, ``save`` deletes none of these files.
        """
        names = []
        try:
            while (path := self._new_path(suffix)) is not None:
                names.append(path.stem)
                yield path
        finally:
            self._new.difference_update(names)

    def _new_path(self, suffix: str) -> Path | None:
        if self._folder is None or not self.may_write():
            return None
        name = secrets.token_hex(8)
        self._new.add(name)  # before the file is there, for ``save`` in the main thread
        return self._folder / f"{name}{suffix}"

    def adopt(self, path: Path) -> Segment:
        """Read a segment that another process wrote in the folder.

        Raises:
            OSError: It cannot be read.
            ArrayFileError: It is damaged.
        """
        segment = read_segment(path)
        self._names[segment] = path.name
        return segment

    def adopt_block(self, path: Path) -> Written[Block]:
        """Read vectors that another process wrote in the folder, as ``adopt`` does."""
        return Written(read_block(path, self._model or ""), path.name)

    def write(self, segment: Segment) -> Written[Segment]:
        """Write a segment to a new file, and map it from there if that succeeds.

        Can be called from any thread; pass the result to ``use`` or ``discard`` in the main one.
        """
        path = self._new_path(SUFFIX) if segment.size else None
        return self._write(segment, path, write_segment, read_segment)

    def write_block(self, block: Block) -> Written[Block]:
        """Write vectors to a new file, as ``write`` does with a segment."""
        path = self._new_path(VECTORS) if len(block.keys) else None
        write = partial(write_block, version=self._model or "")
        return self._write(block, path, write, partial(read_block, version=self._model or ""))

    def _write(self, part: P, path: Path | None, write: Write[P], read: Read[P]) -> Written[P]:
        if path is None:
            return Written(part, None)
        try:
            write(path, part)
            return Written(read(path), path.name)
        except (OSError, ArrayFileError) as error:
            self._new.discard(path.stem)
            self._warn(error)
            return Written(part, None)

    def use(self, written: Written[Segment] | Written[Block]) -> None:
        """Have the manifest list the file of a new part."""
        if written.name is not None:
            self._names[written.part] = written.name
        self.discard(written)

    def discard(self, written: Written[Segment] | Written[Block]) -> None:
        """Let ``save`` delete the file of a new part."""
        self._new.discard(Path(written.name or "").stem)

    @property
    def has_others(self) -> bool:
        """Whether the folder has, or may have, files out of use or unfinished."""
        try:
            return self._folder is not None and any(self._others(self._folder))
        except OSError:
            return True

    def save(self, segments: Sequence[Segment], blocks: Removed, change: Change) -> None:
        """Write the manifest, and each segment that has no file, then delete all other files.

        The manifest marks the articles removed up to ``change``. Articles added by then but in no
        segment, or without vectors, are picked up at the next start.
        """
        kept = {*segments, *blocks}
        self._names = {part: name for part, name in self._names.items() if part in kept}
        folder = self._folder
        if folder is None or not self.may_write():
            return
        try:
            # The process that held the lock before may have deleted a file.
            gone = [one for one, name in self._names.items() if not (folder / name).is_file()]
            self.drop(gone)
            for block in blocks.keys() & set(gone):
                self.use(self.write_block(block)._replace(part=block))
            for segment in segments:
                if segment not in self._names:
                    path = folder / f"{secrets.token_hex(8)}{SUFFIX}"
                    write_segment(path, segment)
                    self._names[segment] = path.name
            listed = [(self._names[one], sorted(one.removed)) for one in segments]
            named = {one: gone for one, gone in blocks.items() if one in self._names}
            vectors = [(self._names[one], sorted(gone)) for one, gone in named.items()]
            write_manifest(folder, Manifest(change, listed, vectors, self._model))
            for path in list(self._others(folder)):
                path.unlink(missing_ok=True)
        except OSError as error:
            self._warn(error)

    @property
    def left_to_others(self) -> bool:
        """Whether another process writes the files, or is to do so."""
        return not self.writes or (
            not self.may_write() and bool(self._lock and self._lock.is_taken)
        )

    def may_write(self) -> bool:
        """Whether this process can write the files; if so, it keeps the lock."""
        if self._lock is None or not self.writes:
            return False
        try:
            return self._lock.acquire()
        except OSError as error:
            self._warn(error)
            return False

    def _others(self, folder: Path) -> Iterator[Path]:
        """Yield the files out of use, and those that a killed process was writing."""
        kept = set(self._names.values())
        for path in files_in(folder):
            if path.name not in kept and path.stem not in self._new:
                yield path

    def _warn(self, error: Exception, message: str = UNWRITABLE, about: str = "") -> None:
        if about not in self._warned:
            logger.warning(message, error)
        self._warned.add(about)
