from hypothesis import given
from hypothesis import strategies as st

from corpus.article import LeftOut, Reason
from corpus.formats.extracted import Extracted
from corpus.left_out.rules import take_apart
from corpus.metadata import Metadata

LINES = [
    "Skip to content",
    "# Storm closes the Kestrel Bridge",
    "By Mia Berg",
    "3 March 2025",
    "The Kestrel Bridge was closed on Tuesday after gusts of 130 km/h damaged two cables.",
    "Support our newsroom: please donate today!",
    "Engineers expect repairs to take three weeks, and the council will pay for them.",
    "Share on Facebook",
]


def test_each_left_out_line_has_its_reason():
    text = "\n".join(LINES)
    parts = take_apart(Extracted(text, markdown=True))
    assert [(text[start:end], why) for start, end, why in parts.left_out] == [
        ("Skip to content", Reason.NAVIGATION),
        ("#", Reason.HEADING_MARK),
        ("By Mia Berg", Reason.BYLINE),
        ("3 March 2025", Reason.DATE),
        ("Support our newsroom: please donate today!", Reason.APPEAL),
        ("Share on Facebook", Reason.SHARING),
    ]
    assert text[slice(*parts.title_span)] == "Storm closes the Kestrel Bridge"
    assert [text[start:end] for start, end in parts.paragraphs] == [LINES[4], LINES[6]]
    assert parts.metadata.author == "Mia Berg"


def test_the_headline_of_a_page_is_the_title_line_although_its_reader_left_it_out():
    text = "Menu\nStorm closes the bridge\nEngineers expect repairs to take three weeks."
    around = (LeftOut(0, 4, Reason.AROUND), LeftOut(5, 28, Reason.AROUND))
    parts = take_apart(Extracted(text, Metadata(title="Storm closes the bridge"), around))
    assert text[slice(*parts.title_span)] == "Storm closes the bridge"
    assert parts.left_out == [around[0]]


def test_given_metadata_overrides_the_text():
    parts = take_apart(Extracted("\n".join(LINES)), Metadata(author="Ida Holm"))
    assert parts.metadata.author == "Ida Holm"


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=20), st.booleans(), st.booleans())
def test_no_rule_leaves_out_all_lines(lines, markdown, pasted):
    extracted = Extracted("\n".join(lines), markdown=markdown, pasted=pasted)
    parts = take_apart(extracted)
    assert parts.title_span or parts.paragraphs
    assert {why for _, _, why in parts.left_out} <= set(Reason)
