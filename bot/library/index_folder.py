"""The folder of the index: its manifest, which lists the current files, and its lock."""

import json
import os
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from platformdirs import user_data_path

from corpus.store.changes import Change
from corpus.store.database.location import is_server, shown
from retrieval.array_file import sync_folder
from retrieval.words.analysis import ANALYSIS_VERSION

if TYPE_CHECKING:
    from filelock import FileLock

FORMAT = 3
MANIFEST = "manifest.json"
# The suffixes of files: of segments, of vectors, and of those that are being written.
SUFFIX = ".segment"
VECTORS = ".vectors"
UNFINISHED = ".new"

Listed = tuple[str, Sequence[int]]  # a file's name, and the positions of removed articles in it


class Manifest(NamedTuple):
    """The last change of the store that the index includes, and its files.

    ``analysis`` is the version of the analysis behind the segments; ``model`` that of the model
    behind the vectors.
    """

    change: Change
    segments: Sequence[Listed]
    vectors: Sequence[Listed] = ()
    model: str | None = None
    analysis: str | int = ANALYSIS_VERSION


def index_folder(database: Path | str) -> Path:
    """The folder of a database's index: beside its file, or the user's if it is on a server."""
    if not is_server(database):
        return Path(f"{database}.index")
    name = sha256(str(shown(database)).encode()).hexdigest()[:16]
    return user_data_path("quotewire") / f"{name}.index"


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in a folder; None if its format is that of another version of Quotewire.

    Raises:
        OSError: It cannot be read.
        ValueError, KeyError, TypeError: It is damaged.
    """
    content = json.loads((folder / MANIFEST).read_bytes())
    if content["format"] != FORMAT:
        return None
    return Manifest(
        Change(*content["change"]),
        content["segments"],
        content.get("vectors", ()),  # missing if an older version wrote the file
        content.get("model"),
        content["analysis"],
    )


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest in a folder.

    Raises:
        OSError: It cannot be written.
    """
    temporary = folder / f"{MANIFEST}{UNFINISHED}"
    with temporary.open("w", encoding="utf-8") as file:
        json.dump({"format": FORMAT, **manifest._asdict()}, file)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(folder / MANIFEST)
    sync_folder(folder)


def files_in(folder: Path) -> Iterator[Path]:
    """Yield the segments, the vectors and the unfinished files in a folder.

    Raises:
        OSError: It cannot be read.
    """
    for path in folder.iterdir():
        if path.suffix in (SUFFIX, VECTORS, UNFINISHED):
            yield path


class WriteLock:
    """A lock of a folder, held by the one process that does what it is named for: write there."""

    def __init__(self, folder: Path, name: str = "lock") -> None:
        self._folder = folder
        self._name = name
        self._lock: FileLock | None = None
        self.is_taken = False  # by another process, at the last attempt

    def acquire(self) -> bool:
        """Create the folder, and take the lock if it is free; return whether it is held.

        Raises:
            OSError: The folder cannot be written.
        """
        if self._lock is None:
            from filelock import FileLock, Timeout  # takes 25 ms to import; readers do not need it

            lock = FileLock(self._folder / self._name, thread_local=False)
            self._folder.mkdir(parents=True, exist_ok=True)
            try:
                lock.acquire(timeout=0)
            except Timeout:
                self.is_taken = True
                return False
            self._lock, self.is_taken = lock, False
        return True

    def release(self) -> None:
        """Let another process write."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None
