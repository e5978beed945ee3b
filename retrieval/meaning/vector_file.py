"""The files of vectors."""

from pathlib import Path

from retrieval.array_file import ArrayFileError, read_arrays, write_arrays
from retrieval.meaning.vectors import Block

MAGIC = b"QWvect1\n"


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
    block = Block(found.arrays, found.file)
    rows = int(block.starts[-1]) if len(block.starts) else -1
    sizes = {rows, block.size, len(block.lengths), len(block.numbers)}
    if len(sizes) > 1 or len(block.starts) != len(block.keys) + 1:
        raise ArrayFileError(f"{path.name} is damaged")
    return block
