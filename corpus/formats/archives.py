"""Unpacks ZIP archives within size limits."""

import io
import zipfile
from collections.abc import Iterator

from corpus.errors import CorpusError

MOST_FILES = 1000
MOST_UNPACKED = 50 * 1024 * 1024  # bytes, in total
ENCRYPTED = 0x1  # flag of an archive member


def is_archive(data: bytes) -> bool:
    """Whether the data starts like a ZIP archive."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def unpack(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the name and data of each file in a ZIP archive, sorted by name.

    Raises:
        CorpusError: The archive is damaged, encrypted or too large when unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_sizes(archive, name)
            for member in sorted(archive.infolist(), key=lambda member: member.filename):
                if not member.is_dir():
                    yield f"{name}/{member.filename}", _read(archive, member)
    # Besides its own error, zipfile raises these for unknown compression methods, a truncated
    # end, invalid dates or names, and negative offsets.
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise CorpusError(name, "is a damaged or unsupported archive") from error


def check_sizes(archive: zipfile.ZipFile, name: str) -> None:
    """Check that an archive is not encrypted and not too large when unpacked.

    Raises:
        CorpusError: The archive is encrypted or too large.
    """
    members = archive.infolist()
    if len(members) > MOST_FILES:
        raise CorpusError(name, f"contains more than {MOST_FILES} files")
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise CorpusError(name, f"unpacks to more than {MOST_UNPACKED // 1024**2} MB")
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise CorpusError(name, "is encrypted")


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """A file's data; reject a file that is longer than its header says."""
    with archive.open(member) as file:
        data = file.read(member.file_size + 1)
    if len(data) > member.file_size:
        raise zipfile.BadZipFile(member.filename)
    return data
