import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from text_directives import Document, parsed

from bot.replies.answering.text_fragments import LONGEST_DIRECTIVE, text_directive
from corpus.article import Span

LONG = (
    "The mayor of Sund resigned on Monday after a long dispute over the price of the ferry, with "
    "the council, the courts and the press."
)
WORDS = st.sampled_from(
    ["It", "it", "closed", "Closed", "the", "bridge", "ÉTÉ", "ete", "U.S", "10,000", "don't",
     "a-b", "&", "-", "–", "“Yes", "no”", "桥梁关闭", "桥", "สะพานปิด", "السبت", "😀",
     "👨\u200d👩\u200d👧", "🇸🇪🇳🇴", "e\u0301", "\u200d", "ß", "SS", "İ", "ﬁ", "fi",
     "_", "a_b", "가", "x\u00ady", "²", "Dz"]
)  # fmt: skip
ENDS = st.sampled_from([".", "?", "!”", "。", "，", "", ":", "…"])
GAPS = st.sampled_from([" ", " ", " ", "", "\n", "\n\n", "\xa0", "\n- ", "  "])
BETWEEN = st.sampled_from([" ", " ", " ", "  ", "\n", ""])
SENTENCES = st.builds(
    lambda words, end: "".join(word + gap for word, gap in words).strip() + end,
    st.lists(st.tuples(WORDS, BETWEEN), min_size=1, max_size=12),
    ENDS,
)


@st.composite
def stretches(draw):
    """A text and a stretch of it: whole sentences, some of which stand there twice."""
    few = draw(st.lists(SENTENCES, min_size=1, max_size=4))
    said = draw(st.lists(st.sampled_from(few), min_size=1, max_size=6))
    text, spans = "", []
    for one in said:
        text += draw(GAPS) if text else ""
        spans.append(Span(len(text), len(text) + len(one)))
        text += one
    first = draw(st.integers(0, len(spans) - 1))
    last = draw(st.integers(first, min(first + 2, len(spans) - 1)))
    return text, Span(spans[first].start, spans[last].end)


def bare(text, span):
    """A stretch without spaces and accents at its ends, which browsers treat differently."""
    start, end = span
    while start < end and (text[start].isspace() or unicodedata.category(text[start]) == "Mn"):
        start += 1
    while start < end and (text[end - 1].isspace() or unicodedata.category(text[end - 1]) == "Mn"):
        end -= 1
    return Span(start, end)


def check_leads_to(text, span, directive):
    """Check that every browser finds the stretch, whatever it takes for a block or an accent."""
    for accents in (True, False):
        for lines in (True, False):
            found = Document(text, accents=accents, lines=lines).find(parsed(directive))
            assert found is not None, (directive, accents, lines)
            assert bare(text, found) == bare(text, span), (directive, accents, lines)


@given(stretches())
@example(("said.The end said.The end", Span(5, 12)))
def test_a_directive_leads_to_its_stretch_and_to_nothing_before_it(drawn):
    text, span = drawn
    directive = text_directive(text, span)
    if directive is not None:
        assert directive.isascii()
        assert len(directive) <= LONGEST_DIRECTIVE
        check_leads_to(text, span, directive)


@given(st.text(max_size=200), st.data())
def test_any_stretch_of_any_text_has_a_right_directive_or_none(text, data):
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    directive = text_directive(text, span)
    if directive is not None:
        check_leads_to(text, span, directive)


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=40, unique=True), st.data())
def test_a_sentence_in_plain_words_always_has_a_directive(numbers, data):
    sentences = [f"Ship {number} left the port{' of Sund' * (number % 9)}." for number in numbers]
    text = data.draw(st.sampled_from([" ", "\n", "\n\n"])).join(sentences)
    chosen = data.draw(st.sampled_from(sentences))
    start = text.index(chosen)
    span = Span(start, start + len(chosen))
    directive = text_directive(text, span)
    assert directive is not None
    check_leads_to(text, span, directive)


def directive_of(text, said, at=0):
    start = text.index(said, at)
    span = Span(start, start + len(said))
    directive = text_directive(text, span)
    if directive is not None:
        check_leads_to(text, span, directive)
    return directive


def test_a_short_sentence_is_named_whole():
    assert directive_of("It rained. It closed, again.", "It closed, again.") == (
        "text=It%20closed%2C%20again."
    )


def test_a_long_sentence_is_named_by_its_ends():
    assert directive_of(f"It rained. {LONG}", LONG) == "text=The%20mayor%20of,and%20the%20press."


def test_the_marks_of_a_directive_are_encoded():
    assert directive_of("A – b. Half-time & over, say we.", "Half-time & over, say we.") == (
        "text=Half%2Dtime%20%26%20over%2C%20say%20we."
    )


@pytest.mark.parametrize(
    ("text", "at", "directive"),
    [
        ("It rained. It closed. It snowed. It closed.", 5, "text=rained.-,It%20closed."),
        ("It rained. It closed. It rained. It closed.", 5, "text=It%20closed.,-It"),
        ("It closed. It rained. It closed.", 0, "text=It%20closed.,-It"),
        ("It closed.\n\nIt rained.\n\nIt closed.", 5, "text=rained.-,It%20closed."),
    ],
)  # fmt: skip
def test_of_repeated_sentences_the_words_beside_one_are_named(text, at, directive):
    assert directive_of(text, "It closed.", at) == directive


def test_words_within_longer_ones_do_not_count_as_unique():
    assert directive_of("We exit closed. It closed.", "It closed.") == "text=closed.-,It%20closed."


def test_longer_ends_are_named_where_sentences_begin_alike():
    other = LONG.replace("resigned on", "spoke on").replace("the press", "a press")
    directive = directive_of(f"{other} {LONG}", LONG)
    assert directive == "text=The%20mayor%20of%20Sund%20resigned,and%20the%20press."


def test_the_mark_of_a_list_is_not_taken_for_text():
    directive = directive_of("- It closed.\n- It rained.\n- It closed.", "It closed.", 5)
    assert directive is None
    directive = directive_of("- It closed.\n- Not now. It closed.", "It closed.", 5)
    assert directive == "text=now.-,It%20closed."


def test_a_heading_with_the_same_words_comes_first():
    text = "Storm closes bridge\n\nStorm closes bridge\n\nIt rained."
    assert directive_of(text, "Storm closes bridge", 1) == "text=bridge-,Storm%20closes%20bridge"


def test_text_without_spaces_is_cut_at_its_stops():
    said = "昨日、市長は記者会見を開き、年内に辞任する意向を表明した。" * 3
    text = f"雨が降った。{said}橋は閉鎖された。"
    whole = directive_of(text, "橋は閉鎖された。")
    assert whole is not None
    assert parsed(whole).start == "橋は閉鎖された。"
    ends = directive_of(text, said + "橋は閉鎖された。")
    assert ends is not None
    assert parsed(ends).end == "年内に辞任する意向を表明した。橋は閉鎖された。"


def test_text_from_right_to_left_has_a_directive():
    assert directive_of("هطل المطر. أغلق الجسر.", "أغلق الجسر.") is not None


@pytest.mark.parametrize("said", ["", "…", "😀", "a" * 3000, "\ud800 closed.", "Bowyer | 7 | 18"])
def test_what_no_directive_can_name_has_none(said):
    assert text_directive(said, Span(0, len(said))) is None


def test_sentences_that_stand_there_twice_with_all_around_them_have_no_directive():
    text = "\n".join(["One of many ways.", "It closed.", "Another of many ways."] * 2)
    assert directive_of(text, "It closed.") is None


def test_lines_within_a_sentence_are_bridged_by_its_ends():
    said = "It closed on\nMonday, at noon."
    directive = directive_of(f"It rained.\n{said}", said)
    assert directive == "text=It%20closed%20on,Monday%2C%20at%20noon."
