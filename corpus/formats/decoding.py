"""From a file's bytes to its text."""

import codecs

from charset_normalizer import from_bytes

from corpus.errors import CorpusError

MAX_BYTES = 5 * 1024 * 1024  # a long article is 100 KB, a novel 1 MB: this is something else
BOMS = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
COMMONEST = "cp1252"
# Control characters that no text has (ESC counts: old encodings switch alphabets by it).
BINARY = frozenset(range(32)) - set(b"\t\n\v\f\r\x1b")


def decode_text(data: bytes, name: str) -> str:
    """The text of a file's bytes, with the newline character as the only line end.

    UTF-8 is tried first; other encodings are told by their byte order mark or detected.

    Raises:
        CorpusError: The bytes are empty, too many, or no text.
    """
    check_size(data, name)
    text = _decode(data, name).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise CorpusError(name, "is empty")
    return text


def check_size(data: bytes, name: str) -> None:
    """Refuse bytes that are too many for a text.

    Raises:
        CorpusError: They are.
    """
    if len(data) > MAX_BYTES:
        raise CorpusError(name, f"is larger than {MAX_BYTES // 1024**2} MB, the most we read")


def _decode(data: bytes, name: str) -> str:
    encoding = next((encoding for bom, encoding in BOMS if data.startswith(bom)), "utf-8")
    if encoding == "utf-8" and BINARY.intersection(data):
        raise CorpusError(name, "is not a text file: it holds binary control characters")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise CorpusError(name, f"begins like {encoding.upper()} but is damaged") from None
        text = _detect(data, name)
    if "\0" in text:
        raise CorpusError(name, "is not a text file: it holds NUL characters")
    return text


def _detect(data: bytes, name: str) -> str:
    best = (matches := from_bytes(data)).best()
    if best is None:
        raise CorpusError(name, "is not a text file, or its encoding is unknown")
    # A short text often fits several encodings equally well; the commonest is meant.
    tied = [match for match in matches if match.chaos == best.chaos]
    western = (match for match in tied if COMMONEST in match.could_be_from_charset)
    return str(next(western, best))
