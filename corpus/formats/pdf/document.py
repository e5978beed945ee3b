"""Text and metadata of a PDF, read with pypdfium2."""

from collections.abc import Iterable

from corpus.article import MOST_CHARACTERS, LeftOut, Reason, Span
from corpus.errors import CorpusError
from corpus.formats.extracted import Extracted
from corpus.formats.pdf.columns import blocks_of
from corpus.formats.pdf.line_numbers import without_line_numbers
from corpus.formats.pdf.paragraphs import Paragraph, paragraphs_of
from corpus.formats.pdf.running_heads import without_heads
from corpus.formats.pdf.words import Word, words_of
from corpus.metadata import Metadata, known_line

MOST_PAGES = 500
PASSWORD = 4  # pdfium's error code for an encrypted file

Page = list[list[Word]]  # the words by the direction of their text, the main direction first


def read_pdf(data: bytes, name: str) -> Extracted:
    """The text of a PDF in reading order, with its title and author.

    Lines are joined into paragraphs, across columns, pages and hyphens. Running heads are moved
    to the end and left out; captions are left out. The day of its creation is not the day of
    publication, so that is unknown.

    Raises:
        CorpusError: The file is damaged, encrypted, too long, or a scan without text.
    """
    pages, known = _read(data, name)
    if not any(pages):
        raise CorpusError(name, "contains no text; it may be a scan, which holds only images")
    bodies, heads = without_heads([page[0] if page else [] for page in pages])
    blocks = [
        block
        for body, page in zip(bodies, pages, strict=True)
        for words in [body, *page[1:]]
        for block in blocks_of(words)
    ]
    metadata = Metadata(
        title=known_line(known.get("Title")), author=known_line(known.get("Author"))
    )
    return _extracted(paragraphs_of(blocks), heads, metadata)


def _extracted(
    paragraphs: Iterable[Paragraph], heads: Iterable[str], metadata: Metadata
) -> Extracted:
    """The text, with running heads at its end."""
    text = ""
    headings = []
    left_out = []
    for line, is_heading, is_caption in paragraphs:
        span = Span(len(text), len(text) + len(line))
        if is_caption:
            left_out.append(LeftOut(*span, Reason.CAPTION))
        elif is_heading:
            headings.append(span)
        text += f"{line}\n\n"
    for line in heads:
        left_out.append(LeftOut(len(text), len(text) + len(line), Reason.RUNNING_HEAD))
        text += f"{line}\n\n"
    return Extracted(text.rstrip("\n"), metadata, tuple(left_out), tuple(headings))


def _read(data: bytes, name: str) -> tuple[list[Page], dict[str, str]]:
    """The words of each page, and the document's properties."""
    import pypdfium2  # here, since few commands need it

    # Here, since it imports pypdfium2.
    from corpus.formats.pdf.glyphs import glyphs_on

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        encrypted = getattr(error, "err_code", None) == PASSWORD
        reason = "is encrypted" if encrypted else "is a damaged PDF"
        raise CorpusError(name, reason) from error
    try:
        if len(document) > MOST_PAGES:
            raise CorpusError(name, f"has more than {MOST_PAGES} pages")
        pages = []
        left = 2 * MOST_CHARACTERS
        for page in document:
            pages.append([without_line_numbers(words_of(glyphs)) for glyphs in glyphs_on(page)])
            left -= sum(len(word.text) for words in pages[-1] for word in words)
            if left < 0:
                raise CorpusError(name, f"has more than {MOST_CHARACTERS:,} characters of text")
        known: dict[str, str] = document.get_metadata_dict()
    except pypdfium2.PdfiumError as error:
        raise CorpusError(name, "is a damaged PDF") from error
    finally:
        document.close()
    return pages, known
