"""The files of vectors."""

from pathlib import Path

import numpy as np

from retrieval.array_file import ArrayFileError, Arrays, read_arrays, write_arrays
from retrieval.meaning.meaning import DIMENSIONS
from retrieval.meaning.vectors import Block

MAGIC = b"QWvect1\n"
LONGEST = 2.1  # length of a sum with half of the neighbors' vectors: at most 2, but for rounding


def write_block(path: Path, block: Block, version: str) -> None:
    """Write vectors to a new file and flush it to disk; ``version`` is that of their model.

    Raises:
        OSError: The file cannot be written; nothing is left behind.
    """
    write_arrays(path, MAGIC, block.arrays, version)


def read_block(path: Path, version: str) -> Block:
    """Map the vectors in a file into memory, after verifying every checksum.

    Raises:
        ArrayFileError: The file is truncated, damaged, not of this version, or of another model.
        OSError: The file cannot be read.
    """
    found = read_arrays(path, MAGIC)
    if found.about != version:
        raise ArrayFileError(f"{path.name} is of another model")
    if not _has_all(found.arrays) or not _fits(block := Block(found.arrays, found.file)):
        raise ArrayFileError(f"{path.name} is damaged")
    return block


def _has_all(arrays: Arrays) -> bool:
    """Whether these are the arrays of a block."""
    right = all(name in arrays and arrays[name].dtype == kind for name, kind in Block.KINDS)
    return right and arrays["numbers"].size % DIMENSIONS == 0


def _fits(block: Block) -> bool:
    """Whether the arrays of a block fit together."""
    rows = len(block.numbers)
    return (
        len(block.starts) == len(block.keys) + 1
        and block.starts[0] == 0
        and block.starts[-1] == rows
        and bool((block.starts[1:] >= block.starts[:-1]).all())
        and len(np.unique(block.keys)) == len(block.keys)
        and len(block.scales) == len(block.lengths) == rows
        # The vectors' lengths are 1, so that larger ones would make similarities of any size.
        and bool(((block.scales > 0) & (block.scales <= 1)).all())
        and bool(((block.lengths > 0) & (block.lengths <= LONGEST)).all())
    )
