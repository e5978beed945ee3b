"""Text and metadata of a PDF, read with pypdfium2."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from corpus.article import LeftOut, Reason
from corpus.errors import CorpusError
from corpus.formats.extracted import Extracted
from corpus.metadata import Metadata, check_line

MOST_PAGES = 500
REPEATED = 3  # a running head is on at least this many pages
EDGE = 2  # lines at the top and bottom of a page that can be running heads
SHORT = 0.8  # of the usual line length; a shorter line that ends a sentence ends a paragraph
PASSWORD = 4  # pdfium's error code for an encrypted file
SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*$")
DIVIDED = "\ufffe"  # pdfium's mark where it has joined a hyphenated line
HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
NUMBER = re.compile(r"\d+")
CREATED = re.compile(r"D:(\d{4})(\d{2})(\d{2})")


def read_pdf(data: bytes, name: str) -> Extracted:
    """The text of a PDF in reading order, with its metadata.

    Lines are joined into paragraphs, across pages and hyphens. Running heads are moved to the
    end and left out.

    Raises:
        CorpusError: The file is damaged, encrypted, too long, or a scan without text.
    """
    pages, known = _read(data, name)
    if not any(pages):
        raise CorpusError(name, "contains no text; it may be a scan, which holds only images")
    heads = _running_heads(pages)
    body = [line for page in pages for line in _without_heads(page, heads)]
    text = "\n\n".join(_paragraphs(body))
    left_out = []
    for line in dict.fromkeys(line for page in pages for line in _edges(page)):
        if _shape(line) in heads:
            text += "\n\n"
            left_out.append(LeftOut(len(text), len(text) + len(line), Reason.RUNNING_HEAD))
            text += line
    created = CREATED.match(known.get("CreationDate", ""))
    metadata = Metadata(
        title=check_line(known.get("Title"), "title", name),
        author=check_line(known.get("Author"), "author", name),
        published=_day(created) if created else None,
    )
    return Extracted(text, metadata, tuple(left_out))


def _read(data: bytes, name: str) -> tuple[list[list[str]], dict[str, str]]:
    """The lines of each page, and the document's properties."""
    import pypdfium2  # here, since few commands need it

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        encrypted = getattr(error, "err_code", None) == PASSWORD
        reason = "is encrypted" if encrypted else "is a damaged PDF"
        raise CorpusError(name, reason) from error
    try:
        if len(document) > MOST_PAGES:
            raise CorpusError(name, f"has more than {MOST_PAGES} pages")
        pages = [_lines(page.get_textpage().get_text_range()) for page in document]
        known: dict[str, str] = document.get_metadata_dict()
    except pypdfium2.PdfiumError as error:
        raise CorpusError(name, "is a damaged PDF") from error
    finally:
        document.close()
    return pages, known


def _lines(text: str) -> list[str]:
    """The lines of a page, without pdfium's marks."""
    text = text.replace(DIVIDED, "")
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _edges(page: Sequence[str]) -> list[str]:
    return [*page[:EDGE], *page[-EDGE:]]


def _shape(line: str) -> str:
    """The line with its numbers masked, so that lines with page numbers match."""
    return NUMBER.sub("#", line.casefold())


def _running_heads(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """The shapes of lines that recur at the edges of pages."""
    seen = Counter(shape for page in pages for shape in {_shape(line) for line in _edges(page)})
    fewest = max(REPEATED, len(pages) / 3)
    return frozenset(shape for shape, count in seen.items() if count >= fewest)


def _without_heads(page: Sequence[str], heads: frozenset[str]) -> Iterator[str]:
    last = len(page) - EDGE
    for number, line in enumerate(page):
        at_edge = number < EDGE or number >= last
        if not (at_edge and _shape(line) in heads):
            yield line


def _paragraphs(lines: Iterable[str]) -> Iterator[str]:
    """Yield paragraphs; each ends with a short line that ends a sentence, or a very short line."""
    every = list(lines)
    lengths = sorted(len(line) for line in every)
    usual = lengths[len(lengths) * 3 // 4] if lengths else 0
    paragraph = ""
    for line in every:
        divided = HYPHEN.search(paragraph)
        if divided and line[:1].islower():
            paragraph = paragraph[: divided.start()] + line
        else:
            paragraph = f"{paragraph} {line}" if paragraph else line
        if len(line) < SHORT * usual and (SENTENCE_END.search(line) or len(line) < usual / 2):
            yield paragraph
            paragraph = ""
    if paragraph:
        yield paragraph


def _day(created: re.Match[str]) -> date | None:
    try:
        return date(*map(int, created.groups()))
    except ValueError:
        return None
