"""Finds and loads files, and standard input."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.errors import CorpusError
from corpus.formats.extract import ARCHIVES, SUFFIXES
from corpus.reading import STDIN_NAME, check_any, is_readable

STDIN = Path("-")
MAX_FILE = 20 * 1024 * 1024  # bytes; more than for text files, as a PDF is larger than its text


def find_files(paths: Iterable[Path]) -> Iterator[Path | CorpusError]:
    """Yield the paths, each folder replaced by the readable files below it, sorted.

    A folder that cannot be read, or has no readable file, is replaced by an error.
    """
    for path in paths:
        try:
            yield from _files_below(path) if path.is_dir() else [path]
        except CorpusError as error:
            yield error
        except OSError as error:  # is_dir raises it for a name that is too long
            yield CorpusError(path, f"cannot be read: {error.strerror}")


def _files_below(folder: Path) -> list[Path]:
    found = [file for file in folder.rglob("*") if is_readable(file, SUFFIXES | ARCHIVES)]
    files = sorted(file for file in found if file.is_file())
    check_any(len(files), folder)
    return files


def load_file(path: Path) -> bytes:
    """The content of a file, or of standard input if the path is ``-``.

    Raises:
        CorpusError: The file cannot be read, or is too large.
    """
    limit = MAX_FILE + 1  # the extra byte reveals a file that is too large
    try:
        if path == STDIN:
            data = sys.stdin.buffer.read(limit)
        else:
            with path.open("rb") as file:
                data = file.read(limit)
    except OSError as error:
        raise CorpusError(path, f"cannot be read: {error.strerror}") from error
    except ValueError as error:  # its name contains NUL
        raise CorpusError(path, "cannot be read: there is no file of that name") from error
    if len(data) > MAX_FILE:
        raise CorpusError(name_of(path), f"is larger than {MAX_FILE // 1024**2} MB")
    return data


def name_of(path: Path) -> str:
    """The file's name as shown in messages."""
    return STDIN_NAME if path == STDIN else str(path)
