"""Text and metadata of a Word document, read with python-docx."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from corpus.article import LeftOut, Reason, Span
from corpus.errors import CorpusError
from corpus.formats.archives import check_sizes
from corpus.formats.docx.body import BodyReader, Paragraph
from corpus.formats.docx.styles import Kind, kinds_of_styles, value_of
from corpus.formats.extracted import Extracted
from corpus.metadata import Metadata, known_line

DOCUMENT = re.compile(r"word/document\d*\.xml")  # Word Online numbers it
VARIANTS = (  # content types of documents with macros and of templates
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
)
LONGEST_TITLE = 250  # characters


def is_docx(data: bytes) -> bool:
    """Whether the data is a Word document: a ZIP archive that contains DOCUMENT."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(map(DOCUMENT.fullmatch, archive.namelist()))
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def read_docx(data: bytes, name: str) -> Extracted:
    """The paragraphs of a document as Word shows them, with its title and author.

    Footnotes follow at the end. Headers and footers are not read.

    Raises:
        CorpusError: The document is damaged, empty, or too large when unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_sizes(archive, name)
        document = _open(data)
        paragraphs = list(_paragraphs(document))
        properties = document.core_properties
        title, author = properties.title, properties.author
    except CorpusError:
        raise
    except Exception as error:  # python-docx 1.2 leaks lxml and zipfile errors and KeyErrors
        raise CorpusError(name, "is a damaged Word document") from error
    if not paragraphs:
        raise CorpusError(name, "is a Word document without text")
    # The title in the text is the one that a reader sees; the other may be of an earlier text.
    shown = (one.text for one in paragraphs if one.kind is Kind.TITLE)
    shown = (text for text in shown if len(text) <= LONGEST_TITLE)
    metadata = Metadata(
        title=next(map(known_line, shown), None) or known_line(title), author=known_line(author)
    )
    return _extracted(paragraphs, metadata)


def _open(data: bytes) -> Any:
    """The document; ``docx.Document`` refuses templates and documents with macros."""
    # Here because few commands need them.
    from docx.opc.part import PartFactory
    from docx.package import Package
    from docx.parts.document import DocumentPart

    PartFactory.part_type_for.update(dict.fromkeys(VARIANTS, DocumentPart))
    package: Any = Package.open(io.BytesIO(data))
    return package.main_document_part.document


def _paragraphs(document: Any) -> Iterator[Paragraph]:
    reader = BodyReader(kinds_of_styles(document.styles.element))
    yield from reader.paragraphs(document.element.body)
    notes = _notes(document.part)
    for reference in dict.fromkeys(reader.notes):
        yield from reader.paragraphs(notes.get(reference, ()))


def _notes(part: Any) -> dict[tuple[str, str], Any]:
    """The footnotes and endnotes, by the references to them."""
    from docx.oxml import parse_xml  # here because few commands need it

    notes = {}
    for kind in ("footnote", "endnote"):
        relations = [one for one in part.rels.values() if one.reltype.endswith(f"/{kind}s")]
        for relation in relations[:1]:
            for note in parse_xml(relation.target_part.blob):
                notes[f"{kind}Reference", value_of(note, "id")] = note
    return notes


def _extracted(paragraphs: Iterable[Paragraph], metadata: Metadata) -> Extracted:
    text = ""
    headings = []
    left_out = []
    for line, kind in paragraphs:
        span = Span(len(text), len(text) + len(line))
        if kind is Kind.CAPTION:
            left_out.append(LeftOut(*span, Reason.CAPTION))
        elif kind in (Kind.TITLE, Kind.HEADING):
            headings.append(span)
        text += f"{line}\n\n"
    return Extracted(text.rstrip("\n"), metadata, tuple(left_out), tuple(headings))
