"""Recognizes a file's format and reads its text and metadata."""

import re
from collections.abc import Callable, Mapping
from pathlib import PurePath

from corpus.errors import NotAnArticleError
from corpus.formats.decoding import BOMS, UNMARKED, decode_text
from corpus.formats.docx.document import is_docx, read_docx
from corpus.formats.extracted import Extracted
from corpus.formats.front_matter import split_front_matter
from corpus.formats.html import read_html
from corpus.formats.messages import MESSAGE_SUFFIXES, is_message, read_message
from corpus.formats.other_formats import refuse_other_formats
from corpus.formats.pdf.document import read_pdf
from corpus.html.walls.judging import pasted_wall_name

Reader = Callable[[bytes, str], Extracted]
TextReader = Callable[[bytes, str, str | None], Extracted]

# The atomic groups (?>...) stop the regex from backtracking into a comment: linear time.
BEFORE_TAGS = r"\s*(?:(?><!--.*?-->|<\?xml.*?\?>)\s*)*"
HTML = re.compile(
    BEFORE_TAGS + r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
# Markdown can start with these, too.
HTML_PART = re.compile(
    BEFORE_TAGS
    + r"<(?:title|meta|link|style|script|base|header|main|article|section|div|p|h1|table)"
    r"(?:\s[^<>]{0,1000})?>",
    re.IGNORECASE | re.DOTALL,
)
HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
PDF = b"%PDF-"
LATEST_PDF = 1024  # bytes from the start or the end of a PDF in which its marks can stand
SNIFFED = 16 * 1024  # bytes searched for an HTML tag at the start
SUFFIXES = frozenset({".txt", ".md", ".pdf", ".docx", *HTML_SUFFIXES, *MESSAGE_SUFFIXES})
ARCHIVES = frozenset({".zip"})


def extract(data: bytes, name: str, charset: str | None = None) -> Extracted:
    """The text and metadata of a file.

    PDF, DOCX, HTML, mails and pages saved as MHTML are recognized by their first bytes, HTML also
    by its suffix. Anything else is read as text, and as Markdown if the suffix is ".md".
    ``charset`` is the encoding of a page or a text that its server declares.

    Raises:
        CorpusError: The file is damaged, has a format that is not read, or contains no text.
    """
    refuse_other_formats(data, name)
    kind = _format(data, name)
    if kind in TEXT_READERS:
        return TEXT_READERS[kind](data, name, charset)
    return READERS[kind](data, name)


def _format(data: bytes, name: str) -> str:
    if _is_pdf(data):
        return "pdf"
    if is_docx(data):
        return "docx"
    if is_message(data, name):
        return "message"
    suffix = PurePath(name).suffix.lower()
    start = _start(data)
    if suffix in HTML_SUFFIXES or HTML.match(start):
        return "html"
    return "html" if suffix != ".md" and HTML_PART.match(start) else "text"


def _is_pdf(data: bytes) -> bool:
    """Whether it is a PDF; PDF readers accept something before the header."""
    is_inside = PDF in data[:LATEST_PDF] and b"%%EOF" in data[-LATEST_PDF:]
    return data.startswith(PDF) or is_inside


def _start(data: bytes) -> str:
    """The first characters, which are right if they are ASCII."""
    known = (encoding for start, encoding in (*BOMS, *UNMARKED) if data.startswith(start))
    return data[:SNIFFED].decode(next(known, "latin-1"), "ignore")


def _read_text(data: bytes, name: str, charset: str | None) -> Extracted:
    metadata, text = split_front_matter(decode_text(data, name, charset), name)
    instead = pasted_wall_name(text)
    if instead:
        raise NotAnArticleError(name, f"is {instead}, not an article")
    markdown = PurePath(name).suffix.lower() == ".md"
    return Extracted(text, metadata, markdown=markdown, pasted=not markdown)


READERS: Mapping[str, Reader] = {"pdf": read_pdf, "docx": read_docx, "message": read_message}
TEXT_READERS: Mapping[str, TextReader] = {"html": read_html, "text": _read_text}
