"""Recognizes a file's format and reads its text and metadata."""

import re
from collections.abc import Callable, Mapping
from pathlib import PurePath

from corpus.formats.decoding import decode_text
from corpus.formats.docx.document import is_docx, read_docx
from corpus.formats.extracted import Extracted
from corpus.formats.front_matter import split_front_matter
from corpus.formats.html import read_html
from corpus.formats.pdf.document import read_pdf

Reader = Callable[[bytes, str], Extracted]

# The atomic group (?>...) stops the regex from backtracking into a comment: linear time.
HTML = re.compile(
    rb"\s*(?:(?><!--.*?-->)\s*)*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
SNIFFED = 2048  # bytes searched for an HTML tag at the start
SUFFIXES = frozenset({".txt", ".md", ".pdf", ".docx", *HTML_SUFFIXES})
ARCHIVES = frozenset({".zip"})


def extract(data: bytes, name: str) -> Extracted:
    """The text and metadata of a file.

    PDF, DOCX and HTML are recognized by their first bytes, HTML also by its suffix. Anything else
    is read as text, and as Markdown if the suffix is ".md".

    Raises:
        CorpusError: The file is damaged, or contains no text.
    """
    return READERS[_format(data, name)](data, name)


def _format(data: bytes, name: str) -> str:
    if data.startswith(b"%PDF-"):
        return "pdf"
    if is_docx(data):
        return "docx"
    if HTML.match(data[:SNIFFED]) or PurePath(name).suffix.lower() in HTML_SUFFIXES:
        return "html"
    return "text"


def _read_text(data: bytes, name: str) -> Extracted:
    metadata, text = split_front_matter(decode_text(data, name), name)
    markdown = PurePath(name).suffix.lower() == ".md"
    return Extracted(text, metadata, markdown=markdown, pasted=not markdown)


READERS: Mapping[str, Reader] = {
    "pdf": read_pdf,
    "docx": read_docx,
    "html": read_html,
    "text": _read_text,
}
