import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.terminal import printable, render
from bot.replies.reply import Kind, Mark, Reply

QUOTE = "The 🚢 ferry left port on Monday with 412 passengers."


def reply(text, *marks):
    """A reply whose marks are given as kind and words, which occur in it once."""
    found = []
    for kind, words, *url in marks:
        start = text.index(words)
        found.append(Mark(Kind(kind), start, start + len(words), *url))
    return Reply(text, tuple(found))


def test_a_quote_stands_behind_a_bar_and_its_matches_are_bold():
    shown = render(
        reply(f"{QUOTE}\n[1] Ferry", ("quote", QUOTE), ("bold", "412"), ("bold", "Monday"))
    )
    assert click.unstyle(shown) == f"│ {QUOTE}\n[1] Ferry"
    assert f"with {click.style('412', bold=True)} passengers" in shown


def test_long_quotes_are_wrapped_behind_the_bar_at_any_width():
    answer = reply(f"{QUOTE}\n[1] Ferry", ("quote", QUOTE), ("bold", "412"))
    lines = click.unstyle(render(answer, 30)).split("\n")
    assert lines == [
        "│ The 🚢 ferry left port on",
        "│ Monday with 412 passengers.",
        "[1] Ferry",
    ]


def test_a_bold_word_broken_over_two_lines_stays_bold():
    text = "a" * 30
    shown = render(reply(text, ("bold", text)), 20)
    assert shown == "\n".join(click.style("a" * count, bold=True) for count in (20, 10))


def test_a_link_is_spelled_out_under_its_line():
    shown = render(reply("[1] Ferry\n[2] Bridge", ("link", "Ferry", "https://c.example/ferry")))
    assert shown == "[1] Ferry\n    https://c.example/ferry\n[2] Bridge"


@pytest.mark.parametrize(
    "unsafe", ["\x1b[2J", "\x07", "\x9b31m", "\u202e", "\u2066", "\r", "\x00"]
)
def test_a_strangers_text_cannot_command_the_terminal(unsafe):
    assert "\ufffd" in printable(f"a{unsafe}b")
    assert unsafe[0] not in render(reply(f"a{unsafe}b", ("quote", f"a{unsafe}b")))


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


@given(WORDS, WORDS, st.integers(1, 60))
def test_wrapping_loses_nothing_but_white_space(before, quote, width):
    text = f"{before}\n{quote}"
    mark = Mark(Kind.QUOTE, len(before) + 1, len(text))
    shown = click.unstyle(render(Reply(text, (mark,)), width)).replace("│ ", "")
    assert "".join(shown.split()).replace("│", "") == "".join(printable(text).split()).replace(
        "│", ""
    )


def test_isolates_around_names_are_not_seen_and_move_no_mark():
    text = "שלום \u2068Sund\u2069 *bold*"
    bold = Reply(text, (Mark(Kind.BOLD, text.index("*"), len(text)),))
    assert "\ufffd" not in render(bold)
    assert render(bold).endswith(click.style("*bold*", bold=True))
