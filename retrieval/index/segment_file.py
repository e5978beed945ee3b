"""Segments as files, which are mapped into memory."""

import json
import mmap
import os
from io import FileIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.index.segment import Segment

MAGIC = b"QWsegm2\n"
ALIGNED = 64  # bytes, at which arrays begin
LONGEST_HEAD = 1 << 26
CHUNK = 1 << 22  # bytes that are summed up at once


class SegmentError(Exception):
    """A file that holds no segment, or not the one that was written."""


def write_segment(path: Path, segment: Segment) -> None:
    """Write a segment to a new file, safely on disk when this returns.

    Raises:
        OSError: It cannot be written; nothing is left of it.
    """
    arrays = {name: np.ascontiguousarray(array) for name, array in segment.arrays.items()}
    told = {}
    at = 0
    for name, array in arrays.items():
        told[name] = {"at": at, "count": array.size, "kind": array.dtype.str, "sum": _sum(array)}
        at += -(-array.nbytes // ALIGNED) * ALIGNED
    head = json.dumps({"names": segment.names, "arrays": told, "bytes": at}).encode()
    head += b" " * (-(len(MAGIC) + 16 + len(head)) % ALIGNED)
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


def read_segment(path: Path) -> Segment:
    """The segment in a file, mapped; each of its bytes was compared with what was written.

    Raises:
        SegmentError: The file is cut short, damaged or of another kind.
        OSError: It cannot be read.
    """
    with path.open("rb", buffering=0) as file:
        start = file.read(len(MAGIC) + 16)
        size = int.from_bytes(start[len(MAGIC) : len(MAGIC) + 8], "little")
        if not start.startswith(MAGIC) or size > LONGEST_HEAD:
            raise SegmentError(f"{path.name} is no segment of this version")
        head = file.read(size)
        if _sum_of(head) != start[len(MAGIC) + 8 :]:
            raise SegmentError(f"{path.name} is damaged")
        told = json.loads(head)
        base = len(start) + size
        if os.fstat(file.fileno()).st_size != base + told["bytes"]:
            raise SegmentError(f"{path.name} is cut short")
        for one in told["arrays"].values():
            file.seek(base + one["at"])
            size = one["count"] * np.dtype(one["kind"]).itemsize
            if _sum_in(file, -(-size // ALIGNED) * ALIGNED) != one["sum"]:  # zeros between, too
                raise SegmentError(f"{path.name} is damaged")
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    arrays = {
        name: np.frombuffer(mapped, np.dtype(one["kind"]), one["count"], base + one["at"])
        if one["count"]
        else np.empty(0, np.dtype(one["kind"]))
        for name, one in told["arrays"].items()
    }
    return Segment(arrays, told["names"])


def sync_folder(folder: Path) -> None:
    """Have what was renamed in a folder be so after a power cut."""
    if os.name == "nt":
        return  # where folders cannot be opened
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _sum(array: NDArray[np.generic]) -> int:
    """A sum that any changed bit changes, and fast: all words of 64 bits added up."""
    data = _bytes(array)
    return sum(_chunk_sum(data[at : at + CHUNK]) for at in range(0, len(data), CHUNK)) % (1 << 64)


def _bytes(array: NDArray[np.generic]) -> memoryview:
    return array.view(np.uint8).data if array.size else memoryview(b"")


def _sum_in(file: FileIO, size: int) -> int:
    """The sum of so many bytes from where the file stands; they are not kept in memory."""
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
