from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Span
from corpus.left_out.bylines import find_author_notes, find_bylines
from corpus.metadata import UNKNOWN, Metadata
from corpus.reading import read_article
from corpus.sentences.paragraphs import split_blocks

TITLE = "New ferry links Harwick and Sund"
STORY = "The first electric ferry between Harwick and Sund left port on Monday with 412 people."
DAY = date(2025, 3, 21)


def heading(*lines):
    text = "\n".join(lines)
    found = find_bylines(text, split_blocks(text))
    return found.metadata, [(text[start:end], why) for start, end, why in found.left_out]


@pytest.mark.parametrize(
    ("line", "metadata", "reason"),
    [
        ("By Mia Berg", Metadata(author="Mia Berg"), "byline"),
        ("by Mia Berg and Jon Dahl", Metadata(author="Mia Berg and Jon Dahl"), "byline"),
        ("By MIA BERG, Transport editor", Metadata(author="MIA BERG"), "byline"),
        ("By Mia Berg in Harwick", Metadata(author="Mia Berg"), "byline"),
        ("Written by: Ana de la Cruz", Metadata(author="Ana de la Cruz"), "byline"),
        ("By Élodie Ångström-Dupont", Metadata(author="Élodie Ångström-Dupont"), "byline"),
        ("21 March 2025", Metadata(published=DAY), "date"),
        ("March 21st, 2025", Metadata(published=DAY), "date"),
        ("Published: Fri 21 Mar 2025, 10:31 GMT", Metadata(published=DAY), "date"),
        ("Friday, March 21, 2025 at 9:31 a.m. EST", Metadata(published=DAY), "date"),
        ("2025-03-21T10:31", Metadata(published=DAY), "date"),
        ("https://courier.example/a", Metadata(url="https://courier.example/a"), "address"),
    ],
)
def test_a_heading_line_becomes_metadata(line, metadata, reason):
    assert heading(TITLE, line, STORY) == (metadata, [(line, reason)])


@pytest.mark.parametrize(
    "line",
    [
        "By George",
        "By Friday the river had risen.",
        "By then it was dark",
        "31 February 2025",
        "21 March",
        "The ferry of 21 March 2025",
        "See https://courier.example/a",
        "March 2025",
    ],
)
def test_a_line_that_only_looks_like_a_heading_is_kept(line):
    assert heading(TITLE, line, STORY) == (UNKNOWN, [])


@pytest.mark.parametrize(
    ("dateline", "source"),
    [
        ("HARWICK, March 3 (Reuters) - ", "Reuters"),
        ("LONDON (AP) — ", "AP"),
        ("NEW YORK, Sept. 3, 2025 -- ", None),
        ("KYIV, Ukraine (AP) — ", "AP"),
    ],
)
def test_a_dateline_is_left_out_and_can_name_the_agency(dateline, source):
    metadata, left_out = heading(TITLE, dateline + STORY, STORY)
    assert metadata.source == source
    assert left_out == [(dateline, "dateline")]


@pytest.mark.parametrize("start", ["NATO - ", "The EU (AP) — ", "HARWICK - ", "(AP) — "])
def test_a_start_that_could_belong_to_the_sentence_is_not_a_dateline(start):
    assert heading(TITLE, start + STORY) == (UNKNOWN, [])


def test_lines_below_the_heading_are_not_searched():
    assert heading(TITLE, STORY, "By Mia Berg", STORY) == (UNKNOWN, [])


def test_reporting_credits_at_the_end_are_left_out():
    credit = "(Reporting by Mia Berg; Editing by Tim Hall)"
    assert heading(TITLE, STORY, credit) == (UNKNOWN, [(credit, "byline")])


def test_a_heading_becomes_metadata_unless_given():
    text = f"{TITLE}\nBy Mia Berg\nMarch 21, 2025\nLONDON (AP) — {STORY}\nIt rained."
    article = read_article(text.encode(), "a.txt", Metadata(published=date(2025, 3, 22)))
    assert (article.title, article.author, article.source) == (TITLE, "Mia Berg", "AP")
    assert article.published == date(2025, 3, 22)
    assert [sentence.text for sentence in article.sentences] == [STORY, "It rained."]


def test_a_text_of_a_heading_alone_is_kept():
    article = read_article(b"21 March 2025", "a.txt")
    assert [sentence.text for sentence in article.sentences] == ["21 March 2025"]


@given(
    st.lists(
        st.sampled_from([TITLE, "By Mia Berg", "21 March 2025", STORY, "a", "LONDON (AP) — "])
    )
)
def test_left_out_stretches_lie_in_the_blocks(lines):
    text = "\n".join(lines)
    blocks = split_blocks(text)
    for start, end, _ in find_bylines(text, blocks).left_out:
        assert any(block.start == start and end <= block.end for block in blocks)
        assert Span(start, end).end > start


@pytest.mark.parametrize(
    "line",
    [
        "Ida Berg is the harbour reporter of the Courier.",
        "Ida Berg",
        "Ida Berg covers ports and ferries. Write to her at iberg@courier.example.",
        "Jon Aas can be reached at the harbour office.",
    ],
)
def test_lines_about_the_authors_at_the_end_are_left_out(line):
    text = f"The quay is closed.\nIt will open in May.\n{line}"
    blocks = split_blocks(text)
    found = find_author_notes(text, blocks, "Ida Berg, Jon Aas")
    assert [text[one.start : one.end] for one in found] == [line]
    assert find_author_notes(text, blocks, None) == []


def test_a_sentence_about_somebody_else_or_of_the_text_is_kept():
    text = "The quay is closed.\nMia Voss is a reporter in Sund.\nIda Berg fell into the harbour."
    assert find_author_notes(text, split_blocks(text), "Ida Berg") == []
