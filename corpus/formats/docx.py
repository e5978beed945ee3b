"""Text and metadata of a Word document, read with python-docx."""

import io
import zipfile

from corpus.errors import CorpusError
from corpus.formats.archives import check_sizes
from corpus.formats.extracted import Extracted
from corpus.metadata import Metadata, check_line

DOCUMENT = "word/document.xml"


def is_docx(data: bytes) -> bool:
    """Whether the data is a Word document: a ZIP archive that contains DOCUMENT."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return DOCUMENT in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def read_docx(data: bytes, name: str) -> Extracted:
    """The paragraphs of a document, with its title and author.

    Raises:
        CorpusError: The document is damaged, empty, or too large when unpacked.
    """
    import docx  # here because few commands need it

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_sizes(archive, name)
        document = docx.Document(io.BytesIO(data))
        paragraphs = [paragraph.text for paragraph in document.paragraphs]
        properties = document.core_properties
        title, author = properties.title, properties.author
    except CorpusError:
        raise
    except Exception as error:  # python-docx 1.2 leaks lxml and zipfile errors and KeyErrors
        raise CorpusError(name, "is a damaged Word document") from error
    text = "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    if not text.strip():
        raise CorpusError(name, "is a Word document without text")
    metadata = Metadata(
        title=check_line(title, "title", name), author=check_line(author, "author", name)
    )
    return Extracted(text, metadata)
