import gzip
import io
import zipfile

import pytest
from files import archive, pdf, word_document

from corpus.errors import CorpusError
from corpus.formats.other_formats import refuse_other_formats
from corpus.reading import read_articles

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in files.items():
            packed.writestr(name.replace("__", "/").replace("_", "."), data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (rb"{\rtf1\ansi It rained.}", "is an RTF file; save it as DOCX, PDF or plain text"),
        (OLE + "WordDocument".encode("utf-16-le"), "is a Word 97 file (.doc); save it as"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "is an encrypted Office file; save it"),
        (OLE, "is an old Office file; save it as"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "is an OpenDocument text"),
        (zipped(mimetype="application/epub+zip", a_html="<p>It rained."), "is an EPUB e-book"),
        (zipped(xl__workbook_xml=""), "is an Excel file (.xlsx)"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "is a PNG image, which holds no text"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "is a JPEG image, which holds no text"),
        (b"\0\0\0\x18ftypmp42" + bytes(50), "is an MP4 video, which holds no text"),
        (b"ID3\x04" + bytes(50), "is an MP3 recording, which holds no text"),
        (gzip.compress(b"It rained."), "is a gzip archive; only ZIP archives can be unpacked"),
        (b"bplist00" + bytes(50), "is a property list or a Safari web archive; save it as"),
    ],
)
def test_a_format_that_is_not_read_is_named(data, reason):
    (error,) = read_articles(data, "a.docx")
    assert isinstance(error, CorpusError)
    assert str(error).startswith(f"a.docx: {reason}")


@pytest.mark.parametrize(
    "data",
    [b"", b"BM opened in 1931.", b"MZ is a pair of initials.", b"<p>It rained.", pdf(["A."]),
     word_document("A."), archive(a_txt="A."), archive(a_txt="A.")[:20],
     b"PK\x03\x04" + bytes(99)],
)  # fmt: skip
def test_other_files_are_not_refused(data):
    refuse_other_formats(data, "a")
