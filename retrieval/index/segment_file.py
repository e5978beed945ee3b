"""The files of the index's segments."""

from pathlib import Path

from retrieval.array_file import read_arrays, write_arrays
from retrieval.index.segment import Segment

MAGIC = b"QWsegm6\n"


def write_segment(path: Path, segment: Segment) -> None:
    """Write a segment to a new file and flush it to disk.

    Raises:
        OSError: The file cannot be written; nothing is left behind.
    """
    about = {"groups": segment.names, "languages": segment.languages}
    write_arrays(path, MAGIC, segment.arrays, about)


def read_segment(path: Path) -> Segment:
    """Map the segment in a file into memory, after verifying every checksum.

    Raises:
        ArrayFileError: The file is truncated, damaged or not a segment of this version.
        OSError: The file cannot be read.
    """
    found = read_arrays(path, MAGIC)
    return Segment(found.arrays, found.about["groups"], found.about["languages"], found.file)
