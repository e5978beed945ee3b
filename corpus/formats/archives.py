"""Archives of files, unpacked within limits."""

import io
import zipfile
from collections.abc import Iterator

from corpus.errors import CorpusError

MOST_FILES = 1000
MOST_UNPACKED = 50 * 1024 * 1024  # bytes, of all files together
ENCRYPTED = 0x1  # flag of a file in an archive


def is_archive(data: bytes) -> bool:
    """Whether the bytes begin as a ZIP archive does."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def unpack(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each file in a ZIP archive, sorted by name; folders are not files.

    Raises:
        CorpusError: The archive is damaged, encrypted, or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_sizes(archive, name)
            for member in sorted(archive.infolist(), key=lambda member: member.filename):
                if not member.is_dir():
                    yield f"{name}/{member.filename}", _read(archive, member)
    # What zipfile raises on damage: its own; on a method it does not know; at a cut end; on a date
    # or a name; on a place before the beginning.
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise CorpusError(name, "is a damaged archive, or of an unknown kind") from error


def check_sizes(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse an archive that is encrypted or would unpack to too much.

    Raises:
        CorpusError: It is.
    """
    members = archive.infolist()
    if len(members) > MOST_FILES:
        raise CorpusError(name, f"holds more than {MOST_FILES} files")
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise CorpusError(name, f"unpacks to more than {MOST_UNPACKED // 1024**2} MB")
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise CorpusError(name, "is encrypted")


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """A file's bytes; never more than its header says, whatever the archive really holds."""
    with archive.open(member) as file:
        data = file.read(member.file_size + 1)
    if len(data) > member.file_size:
        raise zipfile.BadZipFile(member.filename)
    return data
