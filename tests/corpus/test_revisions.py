import re
from dataclasses import replace

import pytest
from files import PAGE

from corpus.article import Article, Span
from corpus.reading import read_article
from corpus.revisions import is_of_same_publisher, is_revision

FERRY = read_article(PAGE.encode(), "a.html")
WALL = """\
We and our 842 partners store information on your device and access it, such as cookies. We use
them for personalised advertising, for measuring content and for research about our audience. You
can accept or reject this at any time. Your choice will be kept for thirteen months. More about the
purposes, the partners and their legitimate interests is written in our privacy policy.
"""


def page(text, title="New ferry links Harwick and Sund"):
    spans = tuple(Span(*found.span()) for found in re.finditer(r"[^.]+\.", text))
    return Article(text, title, spans, source="Harbour Courier")


def test_a_corrected_text_is_a_revision():
    assert is_revision(FERRY, read_article(PAGE.replace("412", "431").encode(), "a.html"))


def test_the_same_text_under_a_corrected_headline_is_a_revision():
    assert is_revision(FERRY, replace(FERRY, title="Electric ferry starts in Harwick"))


def test_a_live_blog_that_grows_is_a_revision():
    entries = [f"At {hour} o'clock, count {hour} of the ballots began." for hour in range(1, 9)]
    old, new = (page(" ".join(entries[:last]), f"Live: hour {last}") for last in (3, 8))
    assert is_revision(old, new)
    assert not is_revision(new, page("The polls have closed in all of Harwick.", "Live: hour 9"))


def test_a_text_written_anew_under_its_headline_is_a_revision():
    anew = (
        "With 431 passengers on board, the electric ferry left Harwick for Sund on Monday. The "
        "crossing of the strait takes minutes less than on the diesel ship. Mayor Ida Holm said "
        "that the islands had waited for this vessel, which the council had refused three times."
    )
    assert is_revision(FERRY, page(anew))


@pytest.mark.parametrize("title", ["We value your privacy", FERRY.title])
def test_a_request_for_consent_is_no_revision_whatever_its_title(title):
    assert not is_revision(FERRY, page(WALL, title))
    assert not is_revision(FERRY, page(f"{WALL} {WALL} {WALL}", title))


@pytest.mark.parametrize("kept", [1, 2, 3])
def test_the_beginning_of_an_article_above_an_offer_is_no_revision(kept):
    lead = " ".join(sentence.text for sentence in FERRY.sentences[:kept])
    assert not is_revision(FERRY, page(f"{lead} {WALL}"))
    longer = " ".join(sentence.text for sentence in FERRY.sentences)
    assert is_revision(FERRY, page(f"{longer} {WALL}"))


def test_another_end_of_an_article_is_a_revision():
    lead = " ".join(sentence.text for sentence in FERRY.sentences[:3])
    end = (
        "The council had refused to pay for it. The yard in Norvik had asked for 50 million euros."
    )
    assert is_revision(FERRY, page(f"{lead} {end}"))
    assert is_revision(FERRY, page(lead))


def test_another_article_made_alike_is_no_revision():
    old, new = (
        page(
            f"The {what} in Sund was opened on Monday by councillor {who} before a large crowd. "
            f"Work on the {what} had taken {years} years, twice what the council had planned.",
            f"The {what} opens in Sund",
        )
        for what, who, years in (("ferry", "Berg", 3), ("bridge", "Holm", 4))
    )
    assert not is_revision(old, new)


def test_the_beginning_of_an_article_is_no_revision():
    first = FERRY.sentences[0].text
    assert not is_revision(FERRY, page(first))


def test_the_name_of_a_site_is_no_common_title():
    old = replace(FERRY, title="Harbour Courier")
    new = page("The council refused the ferry. " + WALL, "Harbour Courier")
    assert not is_revision(old, new)


def known(url=None, source=None):
    return replace(FERRY, url=url, source=source)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (known(), known("https://courier.example/a", "Courier")),
        (known("https://courier.example/a?x=1"), known("https://m.courier.example/b")),
        (known(source="Harbour Courier"), known(source="HARBOUR courier")),
        (known("https://courier.example/a", "Courier"), known("https://courier.example/b", "Sea")),
    ],
)
def test_texts_are_one_publishers_unless_something_says_otherwise(one, other):
    assert is_of_same_publisher(one, other)
    assert is_of_same_publisher(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (known("https://courier.example/a"), known("https://herald.example/a")),
        (known("https://wire.example/a", "Courier"), known("https://wire.example/b", "Herald")),
        (known(source="Courier"), known(source="Herald")),
        (known("https://courier.example/a", "Courier"), known(source="Herald")),
    ],
)
def test_another_name_or_site_is_another_publisher(one, other):
    assert not is_of_same_publisher(one, other)
    assert not is_of_same_publisher(other, one)
