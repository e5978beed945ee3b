"""Names the formats that are not read, so that an error can say what a file is."""

import io
import re
import zipfile

from corpus.errors import CorpusError

SAVE_AS = "save it as DOCX, PDF or plain text"
NO_TEXT = "which holds no text"
UNPACK = "only ZIP archives can be unpacked"
STARTS: tuple[tuple[bytes, str, str], ...] = (
    (rb"\{\\rtf", "an RTF file", SAVE_AS),
    (rb"%!PS", "a PostScript file", SAVE_AS),
    (rb"bplist00", "a property list or a Safari web archive", "save it as HTML or PDF"),
    (rb".{60}BOOKMOBI", "a MOBI e-book", SAVE_AS),
    (rb"AT&TFORM", "a DjVu file", SAVE_AS),
    (rb"ITSF", "a CHM help file", SAVE_AS),
    (rb"\x89PNG\r\n", "a PNG image", NO_TEXT),
    (rb"GIF8[79]a", "a GIF image", NO_TEXT),
    (rb"\xff\xd8\xff", "a JPEG image", NO_TEXT),
    (rb"RIFF.{4}WEBP", "a WebP image", NO_TEXT),
    (rb"II\*\0|MM\0\*", "a TIFF image", NO_TEXT),
    (rb"BM.{4}\0\0\0\0", "a BMP image", NO_TEXT),
    (rb".{4}ftyp(?:heic|heix|mif1|avif)", "a HEIC or AVIF image", NO_TEXT),
    (rb"ID3[\x02-\x04]|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]", "an MP3 recording", NO_TEXT),
    (rb"OggS", "an Ogg recording", NO_TEXT),
    (rb"fLaC", "a FLAC recording", NO_TEXT),
    (rb"RIFF.{4}WAVE", "a WAV recording", NO_TEXT),
    (rb"RIFF.{4}AVI ", "an AVI video", NO_TEXT),
    (rb".{4}ftyp(?:M4A|M4B)", "an M4A recording", NO_TEXT),
    (rb".{4}ftyp", "an MP4 video", NO_TEXT),
    (rb"\x1aE\xdf\xa3", "a WebM or Matroska video", NO_TEXT),
    (rb"\x1f\x8b", "a gzip archive", UNPACK),
    (rb"7z\xbc\xaf'\x1c", "a 7-Zip archive", UNPACK),
    (rb"Rar!\x1a", "a RAR archive", UNPACK),
    (rb"BZh[1-9]1AY", "a bzip2 archive", UNPACK),
    (rb"\xfd7zXZ", "an xz archive", UNPACK),
    (rb".{257}ustar", "a tar archive", UNPACK),
    (rb"SQLite format 3\0", "a SQLite database", NO_TEXT),
    (rb"\x7fELF|MZ.{58}.{4}.{0,400}This program", "a program", NO_TEXT),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
IN_OLE = (  # names in its directory
    ("EncryptedPackage", "an encrypted Office file", "save it without a password"),
    ("WordDocument", "a Word 97 file (.doc)", SAVE_AS),
    ("Workbook", "an Excel file (.xls)", "save its text as DOCX, PDF or plain text"),
    ("PowerPoint Document", "a PowerPoint file (.ppt)", SAVE_AS),
    ("__substg1.0_", "an Outlook message (.msg)", "save it as .eml or plain text"),
)
IN_ZIP = (  # a file in the archive, or its media type
    ("application/epub+zip", "an EPUB e-book", SAVE_AS),
    ("application/vnd.oasis.opendocument.text", "an OpenDocument text (.odt)", SAVE_AS),
    ("application/vnd.oasis.opendocument", "an OpenDocument file", SAVE_AS),
    ("xl/workbook", "an Excel file (.xlsx)", "save its text as DOCX, PDF or plain text"),
    ("ppt/presentation.xml", "a PowerPoint file (.pptx)", SAVE_AS),
    ("Index/Document.iwa", "a Pages, Numbers or Keynote file", SAVE_AS),
    ("AndroidManifest.xml", "a program", NO_TEXT),
    ("META-INF/MANIFEST.MF", "a program", NO_TEXT),
)
LONGEST_TYPE = 100  # bytes of the file "mimetype" in an archive
SEARCHED = 600  # bytes at the start


def refuse_other_formats(data: bytes, name: str) -> None:
    """Do nothing about a file that can be text, HTML, PDF, Word or a ZIP archive.

    Raises:
        CorpusError: The file has another format, which the error names.
    """
    found = _known(data)
    if found is not None:
        what, hint = found
        raise CorpusError(name, f"is {what}, {hint}" if hint == NO_TEXT else f"is {what}; {hint}")


def _known(data: bytes) -> tuple[str, str] | None:
    if data.startswith(OLE):
        names = ((word.encode("utf-16-le"), what, hint) for word, what, hint in IN_OLE)
        known = ((what, hint) for word, what, hint in names if word in data)
        return next(known, ("an old Office file", SAVE_AS))
    if data.startswith(b"PK\x03\x04"):
        return _in_zip(data)
    start = data[:SEARCHED]
    return next(((what, hint) for magic, what, hint in MAGIC if magic.match(start)), None)


MAGIC = [(re.compile(magic, re.DOTALL), what, hint) for magic, what, hint in STARTS]


def _in_zip(data: bytes) -> tuple[str, str] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names:
                with archive.open("mimetype") as file:
                    names.add(file.read(LONGEST_TYPE).decode("latin-1").strip())
    # As in the reading of archives; a RuntimeError means that the file is encrypted. Whoever reads
    # the archive says what is wrong.
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        return None
    matches = (
        (what, hint) for mark, what, hint in IN_ZIP if any(one.startswith(mark) for one in names)
    )
    return next(matches, None)
