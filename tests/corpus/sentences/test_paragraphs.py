import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences.paragraphs import split_blocks

WRAPPED = """\
Storm closes the bridge

The bridge was closed on Tuesday after gusts of up to 130 km/h
damaged two of its cables, and the ferry that runs below it was
stopped for the night. Engineers expect that repairs will take
three weeks.

The harbour master said that the pillars of the bridge are sound
and that the ferry would run again from Wednesday morning, every
half hour:
- from Harwick
- from Sund
"""


def blocks(text):
    return [text[start:end] for start, end in split_blocks(text)]


def test_each_line_of_a_pasted_page_is_a_paragraph():
    assert blocks("Title\nOne. Two.\n\n  Three.  \n") == ["Title", "One. Two.", "Three."]


def test_lines_wrapped_at_a_column_are_joined():
    assert [" ".join(block.split()) for block in blocks(WRAPPED)] == [
        "Storm closes the bridge",
        "The bridge was closed on Tuesday after gusts of up to 130 km/h damaged two of its "
        "cables, and the ferry that runs below it was stopped for the night. Engineers expect "
        "that repairs will take three weeks.",
        "The harbour master said that the pillars of the bridge are sound and that the ferry "
        "would run again from Wednesday morning, every half hour:",
        "- from Harwick",
        "- from Sund",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "One short sentence stands here, on a line of its own, at length.\n" * 6,
        "a line of words without a stop\n" * 6,
        "\n\n".join(["The bridge was closed on Tuesday after gusts of up to 130 km/h"] * 6),
        "The bridge was closed on Tuesday after gusts of up to 130 km/h\n" + "x " * 200,
        "- an item of a list that is nearly as wide as a broken line is\n" * 6,
    ],
)
def test_unless_clearly_wrapped_each_line_is_a_paragraph(text):
    assert blocks(text) == [line.strip() for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize("end", ["\n", "\u2028", "\u2029", "\v", "\f"])
def test_every_line_separator_ends_a_line(end):
    assert blocks(f"One.{end}Two.") == ["One.", "Two."]


def test_white_space_alone_has_no_paragraph():
    assert split_blocks(" \n\t\u00a0\n") == []


LINE = st.one_of(st.text(max_size=90), st.text("abc ", min_size=55, max_size=70))


@given(st.lists(LINE, max_size=12))
def test_paragraphs_are_trimmed_with_only_white_space_between(lines):
    text = "\n".join(lines)
    at = 0
    for start, end in split_blocks(text):
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip() != ""
        at = end
    assert not text[at:].strip()
