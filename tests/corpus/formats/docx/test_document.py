import io
import zipfile

import pytest
from files import word_body, word_document
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Reason
from corpus.errors import CorpusError
from corpus.formats.extract import extract
from corpus.reading import read_article, read_articles

FIRST = "The ferry left port on Monday."


def p(inner, style="", mark=""):
    """A paragraph."""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}<w:rPr>{mark}</w:rPr></w:pPr>{inner}</w:p>"


def r(text, properties=""):
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(mark):
    return f'<w:r><w:fldChar w:fldCharType="{mark}"/></w:r>'


def instruction(text):
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def row(*cells, properties=""):
    inner = "".join(f"<w:tc><w:tcPr/>{cell}</w:tc>" for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def box(text):
    """A text box, as Word saves it for new and for old versions."""
    content = f"<w:txbxContent>{p(r(text))}</w:txbxContent>"
    return (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{content}"
        f"</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>{content}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def lines(body, **parts):
    return extract(word_body(body, **parts), "a.docx").text.split("\n\n")


SHIP = r("The ship ")
DELETED = '<w:del w:id="1"><w:r><w:delText>never </w:delText></w:r></w:del>'


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (SHIP + DELETED + '<w:ins w:id="2">' + r("often ") + "</w:ins>" + r("sank."),
         "The ship often sank."),
        (SHIP + '<w:moveFrom w:id="1">' + r("once ") + '</w:moveFrom><w:moveTo w:id="2">'
         + r("twice ") + "</w:moveTo>" + r("sank."), "The ship twice sank."),
        (SHIP + "<w:hyperlink>" + r("of Sund ") + "</w:hyperlink>" + r("sank."),
         "The ship of Sund sank."),
        (SHIP + "<w:smartTag>" + r("of Sund ") + "</w:smartTag>" + r("sank."),
         "The ship of Sund sank."),
        (SHIP + "<w:sdt><w:sdtPr/><w:sdtContent>" + r("of Sund ") + "</w:sdtContent></w:sdt>"
         + r("sank."), "The ship of Sund sank."),
        (SHIP + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + r("Enter a name. ")
         + "</w:sdtContent></w:sdt>" + r("sank."), "The ship sank."),
        (SHIP + '<w:fldSimple w:instr="DATE">' + r("of 1931 ") + "</w:fldSimple>" + r("sank."),
         "The ship of 1931 sank."),
        (SHIP + field("begin") + instruction("HYPERLINK x") + field("separate") + r("of Sund ")
         + field("end") + r("sank."), "The ship of Sund sank."),
        (SHIP + field("begin") + instruction("IF ") + field("begin") + instruction("PAGE")
         + field("separate") + r("7") + field("end") + field("separate") + r("of Sund ")
         + field("end") + r("sank."), "The ship of Sund sank."),
        (SHIP + field("begin") + r("XE ship") + field("end") + r("sank."), "The ship sank."),
        (SHIP + r("secretly ", "<w:vanish/>") + r("sank.", '<w:vanish w:val="0"/>'),
         "The ship sank."),
        (r("A well") + "<w:r><w:noBreakHyphen/></w:r>" + r("known har")
         + "<w:r><w:softHyphen/></w:r>" + r("bour.") + "<w:r><w:tab/></w:r>" + r("It"),
         "A well-known harbour. It"),
        (r("The mayor,") + "<w:r><w:br/></w:r>" + r("said so."), "The mayor, said so."),
        (SHIP + "<m:oMath><m:r><m:t>x=2</m:t></m:r></m:oMath>" + r(" sank."),
         "The ship x=2 sank."),
        (r("A") + '<w:r><w:sym w:font="Symbol" w:char="2192"/></w:r>' + r("B")
         + '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "A→B"),
        (r("5") + '<w:r><w:sym w:font="Symbol" w:char="F0B1"/></w:r>' + r("2 days"), "5±2 days"),
        (SHIP + "<w:r><w:lastRenderedPageBreak/></w:r><w:proofErr/>" + r("sank."),
         "The ship sank."),
    ],
)  # fmt: skip
def test_a_paragraph_reads_as_word_shows_it(inner, text):
    assert lines(p(inner)) == [text]


def test_tables_stand_between_the_paragraphs_around_them():
    inner = "<w:tbl>" + row(p(r("A nested cell says this."))) + "</w:tbl>" + p("")
    table = "<w:tbl><w:tblPr/>{}</w:tbl>".format(
        row(p(r("Year")), p(r("Trips")))
        + row(p(r("2024")), p(r("4,100")))
        + row(p(r("2025")), p(r("The ferry made 4,200 trips.")) + p(r("So it was said.")))
        + row(p(r("Removed.")), properties='<w:del w:id="3"/>')
        + row(inner)
    )
    assert lines(p(r("Before.")) + table + p(r("After."))) == [
        "Before.",
        "Year Trips",
        "2024 4,100",
        "2025",
        "The ferry made 4,200 trips.",
        "So it was said.",
        "A nested cell says this.",
        "After.",
    ]


def test_a_paragraph_whose_end_was_removed_goes_on_in_the_next():
    removed = '<w:del w:id="1"/>'
    body = p(SHIP, mark=removed) + p(DELETED, mark=removed) + p(r("sank.")) + p(r("It rained."))
    assert lines(body) == ["The ship sank.", "It rained."]


def test_changes_around_whole_paragraphs_are_accepted():
    body = (
        f'<w:ins w:id="1">{p(r("Kept."))}</w:ins><w:del w:id="2">{p(r("Gone."))}</w:del>'
        f"<w:sdt><w:sdtPr/><w:sdtContent>{p(r('Held.'))}</w:sdtContent></w:sdt>"
    )
    assert lines(body) == ["Kept.", "Held."]


def test_a_text_box_is_read_once_after_its_paragraph():
    assert lines(p(SHIP + box("In a box.") + r("sank.")) + p(r("After."))) == [
        "The ship sank.",
        "In a box.",
        "After.",
    ]


def test_manual_breaks_end_lines_but_not_sentences():
    broken = "<w:r><w:br/></w:r>"
    wrapped = "The first electric ferry between the islands of Harwick and"
    body = p(r("The ferry") + broken + r(FIRST) + broken + r("It rained."))
    body += p(r(f"{wrapped} also") + broken + r("Sund left port."))
    assert lines(body) == ["The ferry", FIRST, "It rained.", f"{wrapped} also Sund left port."]


def test_footnotes_follow_at_the_end():
    note = '<w:footnote w:id="{}">{}</w:footnote>'
    footnotes = note.format("0", p("<w:r><w:separator/></w:r>")) + note.format(
        "2", p(r("A note."))
    )
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = p(r(FIRST) + reference) + p(r("It rained."))
    assert lines(body, footnotes=footnotes) == [FIRST, "It rained.", "A note."]


STYLES = (
    '<w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="My own"/>'
    '<w:basedOn w:val="Titre1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Legende"><w:name w:val="Caption"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Verz"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="character" w:styleId="Unseen"><w:name w:val="Unseen"/>'
    "<w:rPr><w:vanish/></w:rPr></w:style>"
)


def test_styles_tell_titles_headings_captions_and_contents():
    body = (
        p(r("Harbour Courier"))
        + p(r("A new ferry"), "Title")
        + p(r("What it costs 3"), "Verz")
        + p(r("What it costs"), "Mine")
        + p(r(FIRST) + r(" Not shown.", '<w:rStyle w:val="Unseen"/>'))
        + p(r("The ferry in 2025"), "Legende")
    )
    article = read_article(word_body(body, styles=STYLES), "a.docx")
    assert article.title == "A new ferry"
    assert [article.text[slice(*span)] for span in article.headings] == [
        "A new ferry",
        "What it costs",
    ]
    assert [(article.text[start:end], why) for start, end, why in article.left_out] == [
        ("The ferry in 2025", Reason.CAPTION)
    ]
    assert "What it costs 3" not in article.text
    assert article.sentences[-1].text == FIRST


def test_what_programs_put_in_by_themselves_is_no_metadata():
    data = word_document(FIRST, title="Document1", author="python-docx")
    article = read_article(data, "report.docx")
    assert (article.title, article.author) == ("report", None)


def rewritten(data, replace):
    """The archive with names and contents of its files replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith((".xml", ".rels")):
                content = replace(content.decode()).encode()
            new.writestr(replace(name), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("word/document.xml", "word/document2.xml"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
         "application/vnd.ms-word.document.macroEnabled.main+xml"),
    ],
)  # fmt: skip
def test_variants_of_word_documents_are_read(old, new):
    data = rewritten(word_document(FIRST), lambda text: text.replace(old, new))
    (article,) = read_articles(data, "a.docm")
    assert article.text == FIRST


PIECES = st.recursive(
    st.sampled_from(
        [r("word "), DELETED, field("begin"), field("separate"), field("end"), "<!-- a -->",
         box("In a box."), "<w:r><w:br/></w:r>", '<w:r><w:sym w:char="zz"/></w:r>']
    ),
    lambda inner: st.tuples(
        st.sampled_from(["p", "tbl", "tr", "tc", "sdt", "ins", "hyperlink", "pPr", "r"]),
        st.lists(inner, max_size=4),
    ).map(lambda made: f"<w:{made[0]}>{''.join(made[1])}</w:{made[0]}>"),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=50)
@given(st.lists(PIECES, max_size=4))
def test_an_odd_document_becomes_text_or_a_one_line_error(pieces):
    try:
        text = extract(word_body("".join(pieces) + p(r(FIRST))), "a.docx").text
    except CorpusError as error:
        assert "\n" not in str(error)
    else:
        assert FIRST in text
