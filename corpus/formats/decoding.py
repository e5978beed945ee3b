"""Decodes text files."""

import codecs

from charset_normalizer import from_bytes

from corpus.errors import CorpusError

MAX_BYTES = 5 * 1024 * 1024  # a long article is 100 KB, a novel 1 MB
BOMS = (  # UTF-32 first, because its mark starts with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MOST_COMMON = "cp1252"
# Control characters that text files never have. ESC is allowed: some old encodings use it to
# switch alphabets.
BINARY = frozenset(range(32)) - set(b"\t\n\v\f\r\x1b")


def decode_text(data: bytes, name: str) -> str:
    """The text of a file, with all line ends as newlines.

    Without a byte order mark, UTF-8 is tried before the encoding is detected.

    Raises:
        CorpusError: The file is empty, too large, or not text.
    """
    check_size(data, name)
    text = _decode(data, name).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise CorpusError(name, "is empty")
    return text


def check_size(data: bytes, name: str) -> None:
    """Check that a file is not too large to be a text.

    Raises:
        CorpusError: The file is larger than MAX_BYTES.
    """
    if len(data) > MAX_BYTES:
        raise CorpusError(name, f"is larger than the limit of {MAX_BYTES // 1024**2} MB")


def _decode(data: bytes, name: str) -> str:
    encoding = next((encoding for bom, encoding in BOMS if data.startswith(bom)), "utf-8")
    if encoding == "utf-8" and BINARY.intersection(data):
        raise CorpusError(name, "is not a text file: it contains binary control characters")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise CorpusError(name, f"starts like {encoding.upper()} but is damaged") from None
        text = _detect(data, name)
    if "\0" in text:
        raise CorpusError(name, "is not a text file: it contains NUL characters")
    return text


def _detect(data: bytes, name: str) -> str:
    best = (matches := from_bytes(data)).best()
    if best is None:
        raise CorpusError(name, "is not a text file, or its encoding is unknown")
    # A short text often fits several encodings equally well; prefer the most common.
    tied = [match for match in matches if match.chaos == best.chaos]
    western = (match for match in tied if MOST_COMMON in match.could_be_from_charset)
    return str(next(western, best))
