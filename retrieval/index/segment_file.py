"""Writes segments to files and maps them into memory."""

import json
import mmap
import os
from collections.abc import Mapping, Sequence
from io import FileIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.segment import Segment

MAGIC = b"QWsegm3\n"
ALIGNED = 64  # bytes
LONGEST_HEAD = 1 << 26
CHUNK = 1 << 22  # bytes read at a time for the checksum


class SegmentError(Exception):
    """A file is not a segment, or is damaged."""


def write_segment(path: Path, segment: Segment) -> None:
    """Write a segment to a new file and flush it to disk.

    Raises:
        OSError: The file cannot be written; nothing is left behind.
    """
    arrays = {name: np.ascontiguousarray(array) for name, array in segment.arrays.items()}
    head = _head(segment.names, arrays)
    temporary = path.with_suffix(".new")
    try:
        with temporary.open("wb") as file:
            file.write(MAGIC + len(head).to_bytes(8, "little") + _sum_of(head) + head)
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


def _head(names: Sequence[str], arrays: Mapping[str, NDArray[np.generic]]) -> bytes:
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
    head = json.dumps({"names": names, "arrays": contents, "bytes": at}).encode()
    return head + b" " * (-(len(MAGIC) + 16 + len(head)) % ALIGNED)


def read_segment(path: Path) -> Segment:
    """Map the segment in a file into memory, after verifying every checksum.

    Raises:
        SegmentError: The file is truncated, damaged or not a segment of this version.
        OSError: The file cannot be read.
    """
    with path.open("rb", buffering=0) as file:
        base, head = _read_head(file, path.name)
        for one in head["arrays"].values():
            file.seek(base + one["at"])
            size = one["count"] * np.dtype(one["kind"]).itemsize
            if _sum_in(file, _padded(size)) != one["sum"]:
                raise SegmentError(f"{path.name} is damaged")
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    arrays = {
        name: np.frombuffer(mapped, np.dtype(one["kind"]), one["count"], base + one["at"])
        if one["count"]
        else np.empty(0, np.dtype(one["kind"]))
        for name, one in head["arrays"].items()
    }
    return Segment(arrays, head["names"], mapped)


def _read_head(file: FileIO, name: str) -> tuple[int, dict[str, Any]]:
    """The position of the first array, and the table of contents."""
    start = file.read(len(MAGIC) + 16)
    size = int.from_bytes(start[len(MAGIC) : len(MAGIC) + 8], "little")
    if not start.startswith(MAGIC) or size > LONGEST_HEAD:
        raise SegmentError(f"{name} is not a segment of this version")
    head = file.read(size)
    if _sum_of(head) != start[len(MAGIC) + 8 :]:
        raise SegmentError(f"{name} is damaged")
    contents = json.loads(head)
    base = len(start) + size
    if os.fstat(file.fileno()).st_size != base + contents["bytes"]:
        raise SegmentError(f"{name} is truncated")
    return base, contents


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
