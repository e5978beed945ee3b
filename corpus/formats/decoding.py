"""Decodes text files and web pages."""

import codecs
import contextlib
import re
from collections.abc import Iterable, Sequence

from charset_normalizer import from_bytes

from corpus.errors import CorpusError
from corpus.formats.charsets import declared_in_page, known_encoding, usual_in_page

MAX_BYTES = 5 * 1024 * 1024  # a long article is 100 KB, a novel 1 MB
BOMS = (  # UTF-32 first, because its mark starts with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))  # how a page in UTF-16 starts
WIDE = frozenset({"utf-16", "utf-16-le", "utf-16-be"})
MOST_COMMON = "cp1252"
# Control characters that text files never have. ESC is allowed: some old encodings use it to
# switch alphabets.
BINARY = frozenset(range(32)) - set(b"\t\n\v\f\r\x1b")
MULTIBYTE = frozenset({"cp932", "cp949", "gb18030", "big5hkscs", "euc_jp", "iso2022_jp"})
CHANCE = 4  # characters; fewer in another encoding can look like UTF-8
DAMAGE = 20  # characters for each that is damaged; browsers show those as "\ufffd"
TAG = re.compile(rb"<[^<>]{0,2000}>")
DETECTED = 50_000  # bytes that are enough to detect an encoding


def decode_text(data: bytes, name: str, charset: str | None = None) -> str:
    """The text of a file, with all line ends as newlines.

    A byte order mark decides the encoding, then the ``charset`` that a server declares. UTF-8 is
    tried before the encoding is detected.

    Raises:
        CorpusError: The file is empty, too large, or not text.
    """
    check_size(data, name)
    declared = _known(charset)
    text = _marked(data, name)
    if text is None:
        if BINARY.intersection(data) and not WIDE.intersection(declared):
            raise CorpusError(name, "is not a text file: it contains binary control characters")
        text = _as_declared(data, declared)
    if text is None:
        encoding = _detect(data)
        if encoding is None:
            raise CorpusError(name, "is not a text file, or its encoding is unknown")
        text = data.decode(encoding)
    if "\0" in text:
        raise CorpusError(name, "is not a text file: it contains NUL characters")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise CorpusError(name, "is empty")
    return text


def decode_page(data: bytes, name: str, charset: str | None = None) -> str:
    """The source of a web page.

    A byte order mark decides the encoding, then the ``charset`` that its server declares, then
    the one that the page declares. One that the page cannot have is passed over.

    Raises:
        CorpusError: The page is too large, or its encoding is unknown.
    """
    check_size(data, name)
    unmarked = next((encoding for start, encoding in UNMARKED if data.startswith(start)), None)
    declared = _known(unmarked, charset, declared_in_page(data))
    text = _marked(data, name)
    if text is None:
        text = _as_declared(data, declared)
    if text is None:
        lines = TAG.sub(b"", data).split(b"\n")
        words = b"\n".join(line for line in lines if not line.isascii())[:DETECTED]
        text = data.decode(_guess(words, usual_in_page(data)), "replace")
    return text


def check_size(data: bytes, name: str) -> None:
    """Check that a file is not too large to be a text.

    Raises:
        CorpusError: The file is larger than MAX_BYTES.
    """
    if len(data) > MAX_BYTES:
        raise CorpusError(name, f"is larger than the limit of {MAX_BYTES // 1024**2} MB")


def _known(*labels: str | None) -> list[str]:
    """The encodings that these labels stand for."""
    return [known for label in labels if label and (known := known_encoding(label))]


def _marked(data: bytes, name: str) -> str | None:
    """The text after a byte order mark; None without one."""
    encoding = next((encoding for bom, encoding in BOMS if data.startswith(bom)), None)
    if encoding is None:
        return None
    text = _decode(data, encoding)
    if text is None:
        raise CorpusError(name, f"starts like {encoding.upper()} but is damaged")
    return text


def _as_declared(data: bytes, declared: Iterable[str]) -> str | None:
    """The text in the first declared encoding that fits, or in UTF-8; None if neither does."""
    try:
        utf_8 = data.decode()
    except UnicodeDecodeError:
        utf_8 = None
    for encoding in declared:
        enough = CHANCE if encoding in MULTIBYTE else 1
        if utf_8 is not None and encoding not in WIDE and _beyond_ascii(utf_8) >= enough:
            return utf_8
        text = _decode(data, encoding)
        if text is not None:
            return text
    return utf_8 if utf_8 is not None else _decode(data, "utf-8")


def _decode(data: bytes, encoding: str) -> str | None:
    """The text in this encoding, with "\ufffd" for the rare damage; None if it has another."""
    with contextlib.suppress(UnicodeDecodeError):
        return data.decode(encoding)
    text = data.decode(encoding, "replace")
    damaged = text.count("\ufffd")
    sound = _beyond_ascii(text) - damaged
    # A text in another encoding hardly has bytes that are letters in UTF-8.
    return text if damaged * (1 if encoding.startswith("utf-8") else DAMAGE) <= sound else None


def _beyond_ascii(text: str) -> int:
    """How many characters are not ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def _detect(data: bytes) -> str | None:
    best = (matches := from_bytes(data)).best()
    if best is None:
        return None
    # A short text often fits several encodings equally well; prefer the most common.
    tied = [match for match in matches if match.chaos == best.chaos]
    is_western = any(MOST_COMMON in match.could_be_from_charset for match in tied)
    return MOST_COMMON if is_western else best.encoding


def _guess(data: bytes, usual: Sequence[str]) -> str:
    """The encoding of a page that declares none: one that is usual in its language, if it fits."""
    matches = from_bytes(data, cp_isolation=[*usual]) if usual else ()
    chaos = {match.encoding: round(match.chaos, 1) for match in matches}
    fitting = [encoding for encoding in usual if encoding in chaos]
    if fitting:
        return min(fitting, key=lambda encoding: chaos[encoding])
    return _detect(data) or MOST_COMMON
