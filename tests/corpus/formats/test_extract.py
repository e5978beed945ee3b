import re
from datetime import date
from time import process_time

import pytest
from files import PAGE, archive, pdf, word_document
from hypothesis import given
from hypothesis import strategies as st
from processor_time import seconds_of

from corpus.errors import CorpusError, NotAnArticleError
from corpus.formats.extract import HTML, HTML_PART, extract
from corpus.reading import read_article, read_articles

SENTENCES = (
    "The first electric ferry left port on Monday.",
    "The shipyard in Norvik built the vessel.",
)


def texts(article):
    return [sentence.text for sentence in article.sentences]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (" ".join(SENTENCES).encode(), "a.txt"),
        (b"# Ferry\n\n" + " ".join(SENTENCES).encode(), "a.md"),
        (word_document(*SENTENCES), "a.docx"),
        (word_document(*SENTENCES), "download"),
        (pdf(SENTENCES), "a.pdf"),
        (pdf(SENTENCES), "download"),
    ],
)
def test_a_file_is_read_whatever_its_name(data, name):
    assert texts(read_article(data, name)) == list(SENTENCES)


@pytest.mark.parametrize("name", ["page.html", "download", "page.txt"])
def test_a_web_page_becomes_an_article_with_metadata(name):
    article = read_article(PAGE.encode(), name)
    assert article.title == "New ferry links Harwick and Sund"
    assert (article.source, article.author) == ("Harbour Courier", "Mia Berg")
    assert article.published == date(2025, 3, 3)
    assert (article.url, article.language) == ("https://courier.example/ferry", "en")
    said = texts(article)
    assert said[-1] == "The shipyard in Norvik built the vessel for 48 million euros."
    assert said[0].startswith("The first electric ferry")
    assert all("Sign up" not in sentence and "Copyright" not in sentence for sentence in said)


def test_a_page_without_an_article_is_refused():
    with pytest.raises(
        CorpusError, match=r"^a\.html: is a web page without a recognizable article"
    ):
        read_article(b"<html><body><nav>Home</nav></body></html>", "a.html")


def test_a_word_document_has_a_title_and_an_author():
    data = word_document(*SENTENCES, title="Ferry", author="Mia Berg")
    article = read_article(data, "a.docx")
    assert (article.title, article.author) == ("Ferry", "Mia Berg")


LONG = [
    "The first electric ferry between Harwick and Sund left port on Mon-",
    "day with 412 passengers, and it crosses the strait in 35 minutes,",
    "ten minutes faster than the diesel ship it replaces.",
    "The shipyard in Norvik built the vessel for 48 million euros, which",
    "the council had refused three times to pay.",
]


def test_lines_of_a_pdf_are_joined_into_sentences():
    article = read_article(pdf(LONG, title="Ferry"), "a.pdf")
    assert (article.title, article.published) == ("Ferry", None)  # but it was made on some day
    assert texts(article) == [
        "The first electric ferry between Harwick and Sund left port on Monday with 412 "
        "passengers, and it crosses the strait in 35 minutes, ten minutes faster than the diesel "
        "ship it replaces.",
        "The shipyard in Norvik built the vessel for 48 million euros, which the council had "
        "refused three times to pay.",
    ]


def test_running_heads_of_a_pdf_do_not_split_its_sentences():
    said = ["ferry", "bridge", "storm", "mayor"]
    pages = [
        ["Harbour Courier", *(line.replace("ferry", word) for line in LONG), f"Page {number}"]
        for number, word in enumerate(said, 1)
    ]
    for page, word in zip(pages, said, strict=True):
        page[1:1] = [f"News of the {word} from Sund.", f"Read more of the {word} below."]
        page[-1:-1] = [f"This was the {word}.", f"More on the {word} follows tomorrow."]
    pages[0][-2] = "The mayor of the islands, who had long asked for a new ship, has"
    pages[1][1] = "thanked all who helped the council to pay."
    article = read_article(pdf(*pages), "a.pdf")
    sentence = (
        "The mayor of the islands, who had long asked for a new ship, has thanked all who helped "
        "the council to pay."
    )
    assert any(sentence in said for said in texts(article))
    left_out = [article.text[start:end] for start, end, why in article.left_out if "head" in why]
    assert left_out == ["Harbour Courier", "Page 1", "Page 2", "Page 3", "Page 4"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7 nothing", "is a damaged PDF"),
        (pdf([]), "contains no text; it may be a scan"),
        (pdf(*[["A."]] * 501), "has more than 500 pages"),
        (archive(word_document_xml="x").replace(b"word.document.xml", b"word/document.xml"),
         "is a damaged Word document"),
        (word_document(" "), "is a Word document without text"),
    ],
)  # fmt: skip
def test_an_error_says_why_a_file_cannot_be_read(data, reason):
    with pytest.raises(CorpusError, match=f"^x: {reason}"):
        read_article(data, "x")


def test_an_archive_yields_articles_and_errors():
    files = {"b_txt": SENTENCES[0], "a_html": PAGE, "c_pdf": b"%PDF-", "picture_png": b"\x89"}
    page, text, damaged = read_articles(archive(**files), "news.zip")
    assert page.title == "New ferry links Harwick and Sund"
    assert texts(text) == [SENTENCES[0]]
    assert str(damaged) == "news.zip/c.pdf: is a damaged PDF"


def test_a_pdf_after_something_else_is_read():
    assert texts(read_article(b"HTTP/1.1 200 OK\n\n" + pdf(SENTENCES), "a.pdf")) == list(SENTENCES)


def test_many_comments_are_told_from_html_without_backtracking():
    found = []
    text = b"<!---->" * 290 + b" A ferry sank off Sund."
    assert seconds_of(lambda: found.append(read_article(text, "note.txt"))) < 1
    assert found[0].sentences


BEGINNINGS = st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>", pdf(SENTENCES)[:300],
                              word_document("A.")[:200], PAGE.encode()[:400]])  # fmt: skip


@given(BEGINNINGS, st.binary(max_size=300), st.sampled_from(["a", "a.html", "a.md", "a.docx"]))
def test_garbage_becomes_text_or_a_one_line_error(beginning, rest, name):
    try:
        assert extract(beginning + rest, name).text.strip()
    except CorpusError as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize(
    "start",
    [
        "\n\n  <!DOCTYPE html>\n",
        "<!-- saved from a page -->\n<!-- " + "again " * 900 + "-->\n",
        '<?xml version="1.0" encoding="UTF-8"?>\n<?xml-stylesheet href="a.css"?>\n<!-- x -->',
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "a.dtd">',
    ],
)
def test_a_page_is_told_by_its_content(start):
    article = read_article((start + PAGE[PAGE.index("<html") :]).encode(), "download")
    assert article.source == "Harbour Courier"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_page_is_told_in_any_encoding(encoding):
    article = read_article(PAGE.encode(encoding), "download")
    assert article.source == "Harbour Courier"


def test_a_page_may_start_with_its_head():
    page = PAGE[PAGE.index("<head") :]
    assert read_article(page.encode(), "download").source == "Harbour Courier"


def test_markdown_that_starts_with_a_comment_or_a_tag_is_no_page():
    text = "<!-- draft -->\n<p>\n\n# Ferry\n\n" + " ".join(SENTENCES)
    assert texts(read_article(text.encode(), "a.md"))[-2:] == list(SENTENCES)


@pytest.mark.parametrize(
    "start", ["<!--" * 5000, "<?xml " * 3000, "<p " * 6000, "<!--x-->" * 2000]
)
def test_telling_a_page_takes_no_time(start):
    before = process_time()
    for _ in range(20):
        HTML.match(start)
        HTML_PART.match(start)
    assert process_time() - before < 1


WALL = """<html><head><title>Before you go on</title></head><body><h1>Your privacy</h1>
<p>We and our 310 partners store information on your device, such as cookies, and process
personal data for personalised advertising.</p><p>You can change your preferences or withdraw
your consent at any time in the settings.</p><button>Accept</button></body></html>"""


@pytest.mark.parametrize(
    ("data", "name"),
    [(WALL, "page.html"), (re.sub("<.*?>", "", WALL[WALL.index("<h1>") :]), "page.txt")],
)
def test_a_cookie_notice_is_refused_as_what_it_is(data, name):
    with pytest.raises(NotAnArticleError, match="is a cookie notice, not an article"):
        read_article(data.encode(), name)


def test_a_page_that_shows_nothing_without_javascript_says_so():
    page = "<html><body><div id=app></div><noscript>You need to enable JavaScript to run this app."
    with pytest.raises(NotAnArticleError, match="is a request to enable JavaScript"):
        read_article(page.encode(), "page.html")


def test_headlines_below_an_error_message_make_no_article():
    story = "<li><a href=/{0}>Storm number {0} closes the harbour of Sund for two days</a></li>"
    stories = "".join(story.format(number) for number in range(9))
    page = "<html><title>Page not found | Post</title><p>Sorry, we can't find this page.</p><ul>"
    with pytest.raises(NotAnArticleError, match="page not found"):
        read_article((page + stories).encode(), "page.html")
