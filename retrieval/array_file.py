"""Files of named arrays with checksums, which can be mapped into memory."""

import json
import mmap
import os
import re
from collections.abc import Mapping
from io import FileIO
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

ALIGNED = 64  # bytes
LONGEST_HEAD = 1 << 26
CHUNK = 1 << 22  # bytes read at a time for the checksum
KIND = re.compile("[<>|=][iuf][1248]")  # of numbers in an array

Arrays = Mapping[str, NDArray[np.generic]]


class ArrayFileError(Exception):
    """A file is of another kind, of another version, or damaged."""


class MappedFile(NamedTuple):
    """The arrays in a file, what is known about them, and the map that they are in."""

    arrays: Arrays
    about: Any
    file: mmap.mmap


def write_arrays(path: Path, magic: bytes, arrays: Arrays, about: object) -> None:
    """Write arrays to a new file and flush it to disk; ``about`` is stored as JSON.

    Raises:
        OSError: The file cannot be written; nothing is left behind.
    """
    arrays = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    head = _head(len(magic), about, arrays)
    temporary = path.with_suffix(".new")
    try:
        with temporary.open("wb") as file:
            file.write(magic + len(head).to_bytes(8, "little") + _sum_of(head) + head)
            for array in arrays.values():
                file.write(_bytes(array))
                file.write(b"\0" * (-array.nbytes % ALIGNED))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _head(magic: int, about: object, arrays: Arrays) -> bytes:
    """The file's table of contents in JSON, padded so that the first array is aligned."""
    contents = {}
    at = 0
    for name, array in arrays.items():
        contents[name] = {
            "at": at,
            "count": array.size,
            "kind": array.dtype.str,
            "sum": _sum(array),
        }
        at += _padded(array.nbytes)
    head = json.dumps({"about": about, "arrays": contents, "bytes": at}).encode()
    return head + b" " * (-(magic + 16 + len(head)) % ALIGNED)


def read_arrays(path: Path, magic: bytes) -> MappedFile:
    """Map the arrays in a file into memory, after verifying every checksum.

    Raises:
        ArrayFileError: The file is truncated or damaged, or does not begin with ``magic``.
        OSError: The file cannot be read.
    """
    with path.open("rb", buffering=0) as file:
        base, head = _read_head(file, path.name, magic)
        for one in head.places.values():
            file.seek(base + one.at)
            if _sum_in(file, _padded(one.size)) != one.sum:
                raise ArrayFileError(f"{path.name} is damaged")
        try:
            mapped = mmap.mmap(file.fileno(), base + head.size, access=mmap.ACCESS_READ)
        except ValueError as error:
            raise ArrayFileError(f"{path.name} was cut short in the meantime") from error
    arrays = {
        name: np.frombuffer(mapped, one.kind, one.length, base + one.at)
        if one.length
        else np.empty(0, one.kind)
        for name, one in head.places.items()
    }
    return MappedFile(arrays, head.about, mapped)


class _Place(NamedTuple):
    """Where an array is, counted from the first one, and its checksum."""

    at: int
    length: int
    kind: np.dtype[np.generic]
    sum: int

    @property
    def size(self) -> int:
        """The number of bytes."""
        return self.length * self.kind.itemsize


class _Head(NamedTuple):
    """The table of contents: the arrays' places, and the number of bytes in all of them."""

    places: Mapping[str, _Place]
    about: Any
    size: int


def _read_head(file: FileIO, name: str, magic: bytes) -> tuple[int, _Head]:
    """The position of the first array, and the table of contents."""
    start = file.read(len(magic) + 16)
    size = int.from_bytes(start[len(magic) : len(magic) + 8], "little")
    if not start.startswith(magic) or size > LONGEST_HEAD:
        raise ArrayFileError(f"{name} is of another kind or version")
    length, base = os.fstat(file.fileno()).st_size, len(magic) + 16 + size
    if base > length:
        raise ArrayFileError(f"{name} is truncated")
    text = file.read(size)
    if _sum_of(text) != start[len(magic) + 8 :]:
        raise ArrayFileError(f"{name} is damaged")
    try:
        head = _parsed(text)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ArrayFileError(f"{name} is damaged") from error
    if length != base + head.size:
        raise ArrayFileError(f"{name} is truncated")
    return base, head


def _parsed(text: bytes) -> _Head:
    """The table of contents in this JSON.

    Raises:
        ValueError, TypeError, KeyError, AttributeError, RecursionError: It makes no sense.
    """
    head = json.loads(text)
    size, places = head["bytes"], {}
    for name, one in head["arrays"].items():
        if not KIND.fullmatch(one["kind"]):
            raise ValueError("its numbers are of an unknown kind")
        place = _Place(one["at"], one["count"], np.dtype(one["kind"]), one["sum"])
        if {type(place.at), type(place.length)} != {int} or min(place.at, place.length) < 0:
            raise ValueError("a place is not a natural number")
        if place.at % ALIGNED or place.at + _padded(place.size) > size:
            raise ValueError("an array is not inside of the file")
        places[name] = place
    if type(size) is not int:
        raise TypeError("the size is not a whole number")
    return _Head(places, head["about"], size)


def is_cut(mapped: mmap.mmap | None) -> bool:
    """Whether a mapped file has become shorter; reading what is gone would end the process."""
    return mapped is not None and mapped.size() < len(mapped)


def release(mapped: mmap.mmap | None) -> None:
    """Give the memory of a mapped file's pages back; those needed again are read again."""
    if mapped is not None and hasattr(mmap, "MADV_DONTNEED"):
        mapped.madvise(mmap.MADV_DONTNEED)


def sync_folder(folder: Path) -> None:
    """Flush renames in a folder to disk, so that they survive a power cut."""
    if os.name == "nt":
        return  # folders cannot be opened there
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _padded(size: int) -> int:
    return -(-size // ALIGNED) * ALIGNED


def _sum(array: NDArray[np.generic]) -> int:
    """A fast checksum that changes with any bit: the sum of all 64-bit words."""
    data = _bytes(array)
    return sum(_chunk_sum(data[at : at + CHUNK]) for at in range(0, len(data), CHUNK)) % (1 << 64)


def _bytes(array: NDArray[np.generic]) -> memoryview:
    return array.view(np.uint8).data if array.size else memoryview(b"")


def _sum_in(file: FileIO, size: int) -> int:
    """The checksum of the next ``size`` bytes of a file, read in chunks."""
    total = 0
    while size:
        data = file.read(min(size, CHUNK))
        if not data:
            break
        total += _chunk_sum(memoryview(data))
        size -= len(data)
    return total % (1 << 64)


def _chunk_sum(data: memoryview) -> int:
    whole = len(data) // 8 * 8
    total = int(np.frombuffer(data[:whole], np.uint64).sum(dtype=np.uint64))
    return total + int.from_bytes(data[whole:], "little")


def _sum_of(head: bytes) -> bytes:
    return _sum(np.frombuffer(head, np.uint8)).to_bytes(8, "little")
