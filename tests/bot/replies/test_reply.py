import sys

from fake_telegram import utf16
from hypothesis import given
from hypothesis import strategies as st
from marks import bold, code, links
from telegram.constants import MessageLimit

from bot.replies.reply import (
    LONGEST_MESSAGE,
    MOST_MARKS,
    Kind,
    Mark,
    Reply,
    filled,
    joined,
    untrusted,
)


def test_a_message_is_as_long_as_telegram_allows():
    assert LONGEST_MESSAGE == MessageLimit.MAX_TEXT_LENGTH
    assert MOST_MARKS == MessageLimit.MESSAGE_ENTITIES


def test_a_template_keeps_the_marks_of_what_fills_it():
    link = Reply("Storm", (Mark(Kind.LINK, 0, 5, "https://a.example/"),))
    reply = filled("{count} {{new}}: {link}, {who}.", count=2, link=link, who=untrusted("@durov"))
    assert reply.text == "2 {new}: Storm, @durov."
    assert (links(reply), code(reply)) == ([("Storm", "https://a.example/")], ["@durov"])


def test_what_fills_a_template_is_not_taken_for_a_template():
    reply = filled("{one} {other}", one=untrusted("{other}"), other="{0.__class__}")
    assert reply.text == "{other} {0.__class__}"


def test_only_what_telegram_would_make_live_is_code():
    assert untrusted("Plain words.") == Reply("Plain words.")
    assert code(untrusted("Ask @durov and /start.")) == ["@durov", "/start"]


def test_many_live_parts_share_the_last_mark():
    reply = untrusted("@a1 @a2 and @a3 or @a4.", 3)
    assert code(reply) == ["@a1", "@a2", "@a3 or @a4"]


def test_blocks_whose_marks_telegram_would_ignore_are_dropped():
    line = untrusted("@durov evil.example")
    assert joined([line] * 51, " ") == joined([line] * 50, " ")
    assert len(code(joined([line] * 51, " "))) == 100
    assert len(code(joined([line] * 51, " ", sys.maxsize))) == 102


def test_bold_words_drop_no_block():
    words = Reply("a", tuple(Mark(Kind.BOLD, 0, 1) for _ in range(101)))
    assert len(bold(joined([words, words]))) == 202


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
