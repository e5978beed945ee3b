import base64
import quopri
from datetime import date

import pytest
from files import PAGE, word_document
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Reason
from corpus.errors import CorpusError
from corpus.formats.extract import extract
from corpus.reading import read_article

WORDS = (
    "The first café ferry left port on Monday.\n\nThe shipyard in Norvik built the vessel for us."
)
SAID = ["The first café ferry left port on Monday.",
        "The shipyard in Norvik built the vessel for us."]  # fmt: skip
SENT = (
    "From: =?utf-8?q?Harbour_Couri=C3=A9r?= <news@courier.example>\r\n"
    "Subject: New ferry\r\nDate: Mon, 3 Mar 2025 23:00:00 -0500\r\nMIME-Version: 1.0\r\n"
)
SAVED = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://courier.example/saved\r\n"
    "Subject: New ferry links Harwick and Sund\r\nDate: Tue, 1 Apr 2025 08:00:00 -0000\r\n"
    "MIME-Version: 1.0\r\n"
)


def part(text, kind="text/plain", encoding="quoted-printable", charset="utf-8", more=""):
    data = text.encode(charset)
    coded = {
        "quoted-printable": quopri.encodestring,
        "base64": base64.encodebytes,
        "8bit": bytes,
    }[encoding](data)
    header = f"Content-Type: {kind}; charset={charset}{more}\r\n"
    return f"{header}Content-Transfer-Encoding: {encoding}\r\n\r\n".encode() + coded


def message(header, *parts, kind="alternative"):
    if len(parts) == 1:
        return header.encode() + parts[0]
    header += f'Content-Type: multipart/{kind}; boundary="=-b"\r\n\r\n'
    return (
        header.encode() + b"".join(b"--=-b\r\n" + one + b"\r\n" for one in parts) + b"--=-b--\r\n"
    )


def texts(article):
    return [sentence.text for sentence in article.sentences]


@pytest.mark.parametrize("name", ["a.mhtml", "a.mht", "download", "a.html", "a.txt"])
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_the_page_in_a_saved_page_is_read(name, encoding):
    frame = part("<html><body><p>An advertisement in a frame.</p></body></html>", "text/html")
    data = message(SAVED, part(PAGE, "text/html", encoding), frame, kind="related")
    article = read_article(data, name)
    page = read_article(PAGE.encode(), "page.html")
    assert texts(article) == texts(page)
    assert (article.title, article.url, article.published) == (
        page.title,
        page.url,
        page.published,
    )


def test_the_address_and_title_of_a_saved_page_fill_gaps_and_its_date_is_no_publication():
    bare = PAGE[PAGE.index("<body") : PAGE.index("<footer")]
    article = read_article(message(SAVED, part(bare, "text/html")), "a.mhtml")
    assert article.title == "New ferry links Harwick and Sund"
    assert article.url == "https://courier.example/saved"
    assert article.published is None


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "utf-16"])
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_a_mail_is_decoded_by_its_own_charset(charset, encoding):
    article = read_article(message(SENT, part(WORDS, "text/plain", encoding, charset)), "a.eml")
    assert texts(article) == SAID
    assert (article.title, article.source) == ("New ferry", "Harbour Couriér")
    assert article.published == date(2025, 3, 3)


def test_a_mails_html_is_preferred_to_its_plain_text_if_it_has_an_article():
    both = message(SENT, part("Read this in a browser."), part(PAGE, "text/html"))
    assert texts(read_article(both, "a.eml")) == texts(read_article(PAGE.encode(), "a.html"))
    empty = message(SENT, part(WORDS), part("<html><body><img></body></html>", "text/html"))
    assert texts(read_article(empty, "a.eml")) == SAID


def test_the_sender_of_a_forwarded_mail_is_not_its_publisher():
    passed_on = SENT.replace("New ferry", "Fwd: New ferry")
    article = read_article(message(passed_on, part(WORDS)), "a.eml")
    assert (article.title, article.source, article.published) == ("New ferry", None, None)


def test_lines_that_a_mail_program_has_wrapped_are_joined():
    flowed = "The first electric ferry left \nport on Monday.\n\nIt rained.\n-- \nMia"
    article = read_article(message(SENT, part(flowed, more="; format=flowed")), "a.eml")
    assert texts(article)[:2] == ["The first electric ferry left port on Monday.", "It rained."]


def test_attachments_are_not_read():
    attached = b"Content-Disposition: attachment\r\n" + part("An old letter.")
    article = read_article(message(SENT, attached, part(WORDS), kind="mixed"), "a.eml")
    assert texts(article) == SAID
    with pytest.raises(CorpusError, match="is a mail or a saved page without text"):
        read_article(message(SENT, attached, attached), "a.eml")


LONGER = f"{WORDS}\n\nIt crosses the strait in 35 minutes."


@pytest.mark.parametrize(
    ("kind", "words", "more"),
    [
        ("text/plain", LONGER, "Content-Disposition: attachment\r\n"),
        ("text/html", PAGE, "Content-Disposition: attachment; filename=a.html\r\n"),
    ],
)
def test_what_is_attached_to_a_mail_of_a_few_words_is_read(kind, words, more):
    attached = more.encode() + part(words, kind)
    article = read_article(message(SENT, part("See below."), attached, kind="mixed"), "a.eml")
    assert "See below." not in texts(article)
    assert len(texts(article)) >= 3


def test_a_document_or_a_mail_that_is_attached_is_read():
    document = word_document(*LONGER.split("\n\n"))
    attached = (
        b"Content-Type: application/octet-stream\r\nContent-Disposition: attachment; "
        b"filename=a.docx\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(document)
    )
    mail = b"Content-Type: message/rfc822\r\n\r\n" + message(SENT, part(LONGER))
    for one in (attached, mail):
        article = read_article(message(SENT, part("FYI"), one, kind="mixed"), "a.eml")
        assert texts(article)[:2] == SAID


FORWARDED = """---------- Forwarded message ---------
From: Mia Berg <mia@post.example>
Date: Mon, 3 Mar 2025
Subject: New ferry

"""


@pytest.mark.parametrize(
    "text",
    [
        f"{LONGER}\n\n-- \nMia Berg\nHarbour Post\nTel. 555 123\n",
        f"FYI\n\n{FORWARDED}{LONGER}\n",
        "-----Ursprüngliche Nachricht-----\nVon: Mia Berg\nGesendet: Montag\n\n" + LONGER,
        "Begin forwarded message:\n\nFrom: Mia Berg\nSubject: New ferry\n\n" + LONGER,
    ],
)
def test_signatures_and_the_headers_of_forwarded_mails_are_not_read(text):
    article = read_article(message(SENT, part(text)), "a.eml")
    assert texts(article) == [*SAID, "It crosses the strait in 35 minutes."]


@pytest.mark.parametrize(
    "text", ["Note: it rained.\n\nThe ferry left.", "Date: 3 March 2025\n\nThe ferry left port."]
)
def test_a_text_whose_first_line_has_a_colon_is_no_mail(text):
    assert read_article(text.encode(), "a.txt").text == text


def test_parts_within_parts_are_one_line():
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n)
                      for n in range(3000))  # fmt: skip
    with pytest.raises(CorpusError):
        extract(b"MIME-Version: 1.0\n" + nested, "a.eml")


@given(st.binary(max_size=200), st.integers(0, 700), st.integers(0, 50))
def test_a_damaged_message_is_text_or_a_one_line_error(garbage, place, gone):
    data = message(SENT, part(WORDS), part(PAGE[:300], "text/html", "base64"))
    try:
        assert extract(data[:place] + garbage + data[place + gone :], "a.eml").text
    except CorpusError as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize("mark", ["--", "-- "])
def test_the_signature_of_a_mail_is_left_out(mark):
    below = f"{mark}\nIda Holm, press office\nHarbour Street 4"
    article = read_article(message(SENT, part(f"{WORDS}\n\n{below}\n")), "a.eml")
    assert texts(article) == SAID
    left = [article.text[start:end].strip() for start, end, _ in article.left_out]
    assert left == ["--", "Ida Holm, press office", "Harbour Street 4"]


@pytest.mark.parametrize("text", ["--\n" + WORDS, WORDS + "\n--\n" + "It sailed again.\n" * 12])
def test_a_line_of_dashes_above_or_within_an_article_begins_no_signature(text):
    article = read_article(message(SENT, part(text)), "a.eml")
    assert Reason.SIGNATURE not in {why for _, _, why in article.left_out}
