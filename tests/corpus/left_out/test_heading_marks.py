import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.formats.extracted import Extracted
from corpus.left_out.heading_marks import split_headings
from corpus.left_out.rules import take_apart
from corpus.sentences.paragraphs import split_blocks

PROSE = "The council met on Monday in the town hall."


def headings(text):
    return [text[start:end] for start, end in take_apart(Extracted(text, markdown=True)).headings]


@pytest.mark.parametrize(
    "lines",
    [
        "## Roads in the north",
        "###### Roads in the north ##",
        "Roads in the north\n===",
        "Roads in the north\n---",
        "**Roads in the north**",
        "__Roads in the north__",
    ],
)
def test_a_marked_line_is_a_heading_without_its_marks(lines):
    text = f"# News\n\n{PROSE}\n\n{lines}\n\n{PROSE}"
    parts = take_apart(Extracted(text, markdown=True))
    assert [text[slice(*span)] for span in parts.headings] == ["News", "Roads in the north"]
    kept = [text[slice(*span)] for span in parts.paragraphs]
    assert kept == [PROSE, "Roads in the north", PROSE]
    assert {stretch.reason for stretch in parts.left_out} == {"heading mark"}


@pytest.mark.parametrize(
    "lines",
    [
        f"{PROSE}\n---",  # a divider
        f"{PROSE}\nSome said more\n---",
        "Roads\n\n---",
        "- Roads\n---",
        "| Roads |\n|---|",
        "> Roads\n---",
        "Roads\n--",
        "---\n---",
        f"**{PROSE}**",
        "**A very long line in bold that could be the lead of a story**",
        "**Roads** in the north",
        "**Roads__",
        "#Roads",
        "####### Roads",
    ],
)
def test_a_line_that_only_looks_like_a_heading_is_a_sentence(lines):
    assert headings(f"{PROSE}\n\n{lines}\n\n{PROSE}") == []


def test_a_heading_that_fills_a_line_of_wrapped_text_is_not_joined_with_the_next():
    wrapped = (
        "The council met on Monday in the town hall and talked about the roads\n"
        "in the north of the county for two hours, which is more than it spent\n"
        "on all the others this year and more than anybody in the room thought\n"
        "would be needed when the meeting was called by the mayor last Tuesday\n"
        "morning.\n"
    )
    marked = "## What the council has decided about the roads in the north so far"
    under = "What the council has decided about the roads in the north so far now"
    text = f"{wrapped}\n{marked}\n{wrapped}\n{under}\n{'=' * len(under)}\n\n{wrapped}"
    assert headings(text) == [marked[3:], under]


def test_closing_marks_need_a_space_before_them():
    assert headings("## Why C# won\n\n## About C#\n\n## Roads ##") == [
        "Why C# won",
        "About C#",
        "Roads",
    ]


def test_a_long_run_of_spaces_takes_no_time():
    spaces = " " * 300_000
    assert headings(f"## a{spaces}b\n\n## a{spaces}##") == [f"a{spaces}b", "a"]


LINES = st.sampled_from(
    ["", PROSE, "Roads", "## Roads", "# Roads #", "===", "---", "**Roads**", "- a", "#", "##  "]
)


@given(st.lists(LINES, max_size=12))
def test_marks_and_blocks_tile_the_blocks(lines):
    text = "\n".join(lines)
    blocks = split_blocks(text)
    found = split_headings(text, blocks)
    assert set(found.headings) <= set(found.blocks)
    assert found.headings == sorted(found.headings)
    at = 0
    for start, end in sorted([*found.blocks, *((one.start, one.end) for one in found.marks)]):
        assert at <= start < end
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()
