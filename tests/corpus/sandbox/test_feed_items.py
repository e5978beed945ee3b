from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sandbox.feed_items import (
    AHEAD,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_ITEMS,
    MOST_TEXT,
    Feed,
    Item,
    is_sound_feed,
    make_feed,
    newest_first,
    one_line,
    without_markup,
)

NOW = datetime(2025, 3, 3, tzinfo=UTC)
URL = "https://courier.example/rss"


def day(number):
    return NOW + timedelta(days=number)


def order(*days):
    items = [Item(str(n), published=None if d is None else day(d)) for n, d in enumerate(days)]
    return [int(item.key) for item in newest_first(items)]


def test_items_are_ordered_by_their_dates_and_those_without_one_keep_their_places():
    assert order(-8, -7, -6) == [2, 1, 0]
    assert order(-1, -2, -3) == [0, 1, 2]
    assert order(-3, None, -1, None, -2) == [2, 1, 4, 3, 0]
    assert order(None, None) == [0, 1]
    assert order(-1, -1, -2) == [0, 1, 2]


@given(st.lists(st.none() | st.integers(-5, 5)))
def test_the_order_loses_no_item_and_moves_none_without_a_date(days):
    found = order(*days)
    assert sorted(found) == list(range(len(days)))
    assert all(found[place] == place for place, one in enumerate(days) if one is None)
    dated = [days[one] for one in found if days[one] is not None]
    assert dated == sorted(dated, reverse=True)


def test_a_date_that_is_still_to_come_is_not_believed():
    items = [Item("a", published=day(-1)), Item("b", published=day(4000)), Item("c")]
    found = make_feed("T", items, URL, NOW).items
    assert [(item.key, item.published) for item in found] == [
        ("a", day(-1)), ("b", None), ("c", None)
    ]  # fmt: skip
    soon = [Item("a", published=day(-1)), Item("b", published=NOW + AHEAD)]
    assert make_feed("T", soon, URL, NOW).keys == ("b", "a")


def test_the_newest_items_are_kept_wherever_they_stand():
    items = [Item(str(number), published=day(number - 10_000)) for number in range(5000)]
    assert make_feed("T", items, URL, NOW).keys == tuple(
        str(number) for number in range(4999, 4999 - MOST_ITEMS, -1)
    )


def test_of_items_with_the_same_key_the_first_is_kept():
    items = [Item("a", title="A"), Item("b"), Item("a", title="B")]
    assert make_feed("T", items, URL, NOW).items == (Item("a", title="A"), Item("b"))


def test_texts_for_which_there_is_no_room_are_left_out_and_their_items_kept():
    long = Item("long", text="a" * (LONGEST_TEXT + 1), length=9)
    many = [Item(str(n), text="a" * LONGEST_TEXT, length=9) for n in range(20)]
    found = make_feed("T", [long, *many], URL, NOW)
    assert found.items[0] == Item("long")
    assert sum(len(item.text) for item in found.items) == MOST_TEXT
    assert len(found.items) == 21
    assert is_sound_feed(found)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("R&amp;D <b>News</b> &#8211; Tarnwick", "R&D News – Tarnwick"),
        ("R&amp;amp;D &lt;b&gt;News&lt;/b&gt;", "R&D News"),
        ("One<br/>two <a href='x'>three</a>", "One two three"),
        ("<p>One</p><p>two</p>", "One two"),
        ("H<sub>2</sub>O &lt; 5 and 6 > 4", "H2O < 5 and 6 > 4"),
        ("Why <div> is not <main>", "Why <div> is not <main>"),
        ("AT&T, Q&A; fish & chips", "AT&T, Q&A; fish & chips"),
        ("I <3 Sund", "I <3 Sund"),
        ("<b></b>", ""),
        ("<h1>News</h1>", "News"),
        ("News<script>alert(1)</script>", "News"),
        ("<![CDATA[R&amp;D]]>", "R&D"),
    ],
)
def test_titles_have_no_markup_and_no_character_codes(written, title):
    assert without_markup(written) == title


@given(st.text() | st.from_regex(r"(&(amp;)?#?x?[0-9a-f]+;?|</?[a-z]+>|.){0,40}"))
def test_any_title_becomes_one_line_of_a_limited_length(written):
    found = without_markup(written)
    assert len(found) <= LONGEST_TITLE
    assert found == one_line(found)


@pytest.mark.parametrize(
    "feed",
    [Feed(""), Feed("A\nB"), Feed("x" * 201), Feed("A", (Item("1", "https://a:99999/"),)),
     Feed("A", (Item("1", "/a"),)), Feed("A", (Item("1"),) * 2), Feed("A", language="<b>"),
     Feed("A", tuple(Item(str(number)) for number in range(MOST_ITEMS + 1)))],
)  # fmt: skip
def test_a_feed_with_values_that_parsing_never_gives_is_not_sound(feed):
    assert not is_sound_feed(feed)
    assert is_sound_feed(Feed("A", (Item("https://a.example/", "https://a.example/"),), "en"))
