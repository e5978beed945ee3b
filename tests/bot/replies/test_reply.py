from fake_telegram import utf16
from hypothesis import given
from hypothesis import strategies as st
from telegram.constants import MessageLimit

from bot.replies.reply import LONGEST_MESSAGE, Kind, Mark, Reply, joined


def test_a_message_is_as_long_as_telegram_allows():
    assert LONGEST_MESSAGE == MessageLimit.MAX_TEXT_LENGTH


def test_blocks_that_do_not_fit_are_dropped_from_the_end():
    blocks = [Reply("😀😀"), Reply("b"), Reply("c" * 90), Reply("d")]
    assert joined(blocks, " ", 6).text == "😀😀 b"
    assert joined(blocks, " ", 5).text == "😀😀"
    assert joined(blocks, " ", 3).text == ""
    assert joined([]) == Reply("")


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@st.composite
def blocks(draw):
    text = draw(TEXTS)
    starts = draw(st.lists(st.integers(0, len(text) - 1), max_size=3))
    marks = [Mark(draw(st.sampled_from(Kind)), at, draw(st.integers(at + 1, len(text))))
             for at in starts]  # fmt: skip
    return Reply(text, tuple(marks))


@given(
    st.lists(blocks(), max_size=6), st.sampled_from(["", "\n", "\n\n", "😀"]), st.integers(0, 99)
)
def test_marks_cover_the_same_words_after_joining(parts, between, room):
    reply = joined(parts, between, room)
    assert utf16(reply.text) <= room
    kept = next(n for n in range(len(parts) + 1)
                if reply.text == between.join(part.text for part in parts[:n]))  # fmt: skip
    before = [(mark.kind, part.text[mark.start : mark.end])
              for part in parts[:kept] for mark in part.marks]  # fmt: skip
    assert [(mark.kind, reply.text[mark.start : mark.end]) for mark in reply.marks] == before


@given(st.lists(TEXTS.map(Reply), max_size=6), st.integers(0, 99))
def test_joining_drops_no_more_than_it_must(parts, room):
    kept = joined(parts, " ", room).text
    assert kept == max(
        (text for n in range(len(parts) + 1)
         if utf16(text := " ".join(part.text for part in parts[:n])) <= room),
        key=len,
    )  # fmt: skip
