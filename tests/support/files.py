"""Sample files in several formats."""

import io
import math
import zipfile

import docx
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

PAGE = """\
<!DOCTYPE html>
<html lang="en-GB"><head>
<title>New ferry links Harwick and Sund | Harbour Courier</title>
<meta property="og:title" content="New ferry links Harwick and Sund">
<meta property="og:site_name" content="Harbour Courier">
<meta property="article:published_time" content="2025-03-03T08:00:00Z">
<meta name="author" content="Mia Berg">
<link rel="canonical" href="https://courier.example/ferry">
</head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>New ferry links Harwick and Sund</h1>
<p>The first electric ferry between Harwick and Sund left port on Monday with 412 passengers.
It crosses the strait in 35 minutes, ten minutes faster than the diesel ship it replaces.</p>
<p>Mayor Ida Holm called the service a turning point for the islands. She had asked for it
in four elections, and three times the council had refused to pay for the vessel.</p>
<p>The shipyard in Norvik built the vessel for 48 million euros.</p>
<p>Sign up for our newsletter to get the best stories every morning.</p>
</article>
<footer>Copyright 2025 Harbour Courier</footer>
</body></html>
"""


NAMESPACES = " ".join(
    f'xmlns:{prefix}="http://schemas.{address}"'
    for prefix, address in {
        "w": "openxmlformats.org/wordprocessingml/2006/main",
        "mc": "openxmlformats.org/markup-compatibility/2006",
        "wps": "microsoft.com/office/word/2010/wordprocessingShape",
        "m": "openxmlformats.org/officeDocument/2006/math",
    }.items()
)


def word_document(*paragraphs, **properties):
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    for name, value in properties.items():
        setattr(document.core_properties, name, value)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word_body(body, styles="", footnotes=None):
    """Return a Word document with this XML in its body, its styles and its footnotes."""
    document = docx.Document()
    for xml, parent in ((styles, document.styles.element), (body, document.element.body)):
        for number, element in enumerate(parse_xml(f"<w:body {NAMESPACES}>{xml}</w:body>")):
            parent.insert(number, element)
    if footnotes is not None:
        name, kind = PackURI("/word/footnotes.xml"), f"{CT.WML_DOCUMENT_MAIN[:-14]}footnotes+xml"
        blob = f"<w:footnotes {NAMESPACES}>{footnotes}</w:footnotes>".encode()
        document.part.relate_to(Part(name, kind, blob, document.part.package), RT.FOOTNOTES)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def archive(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name.replace("_", "."), data)
    return out.getvalue()


def pdf(*pages, title=None):
    """Return a PDF with lines of text on each page."""
    drawn = [[(50, 800 - 14 * row, line) for row, line in enumerate(lines)] for lines in pages]
    return placed_pdf(*drawn, title=title)


def placed_pdf(*pages, title=None, rotate=0):
    """Return a PDF with texts at places: each is x, y, the text, and perhaps size and angle."""
    return drawn_pdf(*(b"".join(_drawn(*text) for text in texts) for texts in pages),
                     title=title, rotate=rotate)  # fmt: skip


def _drawn(x, y, text, size=10, angle=0):
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")
    across, up = round(math.cos(math.radians(angle)), 6), round(math.sin(math.radians(angle)), 6)
    place = b"%f %f %f %f %f %f Tm" % (across, up, -up, across, x, y)
    return b"BT /F1 %d Tf %s (%s) Tj ET\n" % (size, place, escaped)


def drawn_pdf(*streams, title=None, rotate=0):
    """Return a PDF with a page for each stream of drawing operators."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 "
               b"/BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]  # fmt: skip
    kids = []
    for drawn in streams:
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate %d /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (rotate, len(objects))
        )
    references = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (references, len(kids))
    objects.append(b"<< /Title (%s) /CreationDate (D:20250303080000Z) >>" % (title or "").encode())
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(objects) + 1, len(objects))
    return out + b"startxref\n%d\n%%%%EOF\n" % start
