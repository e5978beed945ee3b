import re
from datetime import date

import pytest
from any_articles import SOURCES, article, check_fits
from hypothesis import given
from hypothesis import strategies as st
from listed_sources import lose, sources_of
from marks import links

from bot.conversation.browsing.source_lists import PRESSED
from bot.replies.answering.answers import SAMPLES
from bot.replies.chat_sources.source_list import (
    found_reply,
    publisher_reply,
    publishers_reply,
    searched,
    sources_reply,
)
from retrieval.answering.narrowing.by_words import WithWords

MOST_BYTES = 64  # of a button's data


def news(count, **fields):
    return sources_of(
        [article(f"Number {n}.", title=f"News {n}", **fields) for n in range(1, count + 1)]
    )


def numbers(reply):
    return re.findall(r"^\[(\w+)\]", reply.text, re.MULTILINE)


def test_sources_are_listed_newest_first_in_pages_with_buttons():
    sources = news(23)
    first, second, third = (sources_reply(sources, page) for page in (1, 2, 3))
    assert first.text.startswith("I quote from 23 sources, last added first:\n\n[23] News 23,")
    assert numbers(first) + numbers(second) + numbers(third) == [str(n) for n in range(23, 0, -1)]
    assert "Page 2 of 3" in second.text
    labels = [[button[:2] for button in page.buttons] for page in (first, second, third)]
    assert labels == [
        [("2 ›", "sources:2"), ("3 »", "sources:3")],
        [("‹ 1", "sources:1"), ("3 ›", "sources:3")],
        [("« 1", "sources:1"), ("‹ 2", "sources:2")],
    ]
    assert sources_reply(sources, 0) == first
    assert sources_reply(sources, 999_999_999) == third


def test_the_chats_own_sources_come_first():
    own = [article(f"Own {n}.", collection="1") for n in (1, 2)]
    sources = sources_of([*own, article("Common 1."), article("Common 2.")])
    assert numbers(sources_reply(sources)) == ["C2", "C1", "2", "1"]


def test_a_few_sources_need_no_buttons():
    reply = sources_reply(sources_of((article("It closed."),)))
    assert reply.text == "I quote from one source:\n\n[1] Storm closes the bridge, 1 sentence"
    assert reply.buttons == ()
    assert sources_reply(sources_of(())).text.startswith("I have no sources yet")


def test_many_sources_can_be_seen_by_publisher():
    every = [article(f"A {n}.", source="Courier") for n in range(25)]
    every += [article(f"B {n}.", source="Herald") for n in range(5)] + [article("C.", source=None)]
    sources = sources_of(every)
    by_publisher = sources_reply(sources).buttons[-1]
    assert by_publisher[:2] == ("By publisher", "publishers:1")
    publishers = publishers_reply(sources)
    assert publishers.text == "My sources are from 3 publishers:"
    courier, herald, unknown, back = publishers.buttons
    assert [courier.label, herald.label] == ["Courier (25)", "Herald (5)"]
    assert unknown.label == "no known publisher (1)"
    assert back[:2] == ("All sources", "sources:1")
    kind, page, key = herald.data.split(":")
    assert (kind, page) == ("by", "1")
    listed = publisher_reply(sources, key)
    assert listed.text.startswith("5 sources from Herald:\n\n[30] ")
    assert numbers(listed) == ["30", "29", "28", "27", "26"]
    last = publisher_reply(sources, courier.data.split(":")[2], 3)
    assert numbers(last) == ["5", "4", "3", "2", "1"]
    assert (
        "1 source from no known publisher"
        in publisher_reply(sources, unknown.data.split(":")[2]).text
    )


def test_a_publisher_that_is_gone_leads_to_the_publishers():
    sources = news(2, source="Courier")
    assert publisher_reply(sources, "no key") == publishers_reply(sources)


def test_what_is_found_is_listed_in_pages():
    sources = news(12)
    found = WithWords(list(range(12, 0, -1)))
    reply = found_reply("news", found, sources, 2)
    head = "12 sources have “news” in their title, publisher or author:"
    assert reply.text.startswith(f"{head}\n\n[2] News 2")
    assert [button.data for button in reply.buttons] == ["find:1:news", "sources:1"]
    assert (
        "but 12 sources mention it" in found_reply("x", found._replace(in_text=True), sources).text
    )


def test_where_nothing_is_found_the_reply_says_so():
    assert found_reply("x", WithWords([]), news(1)).text == "My only source does not mention “x”."
    two = found_reply("{x}", WithWords([]), news(2)).text
    assert two == "None of my 2 sources mentions “{x}”."
    assert found_reply("x", WithWords([]), sources_of(())).text.startswith("I have no sources yet")


@given(SOURCES, st.text(min_size=1), st.integers(0, 3))
def test_every_list_fits_a_message_and_its_buttons_are_understood(sources, words, page):
    words = searched(words)
    found = WithWords([1, 2] * 8)
    every = [sources_reply(sources, page), publishers_reply(sources, page)]
    every += [publisher_reply(sources, "abc", page), found_reply(words, found, sources, page)]
    for reply in every:
        check_fits(reply)
        for button in reply.buttons:
            assert len(button.data.encode()) <= MOST_BYTES
            assert PRESSED.match(button.data) or not words


@pytest.mark.parametrize("words", ["é" * 60, "a b " * 40, "😀" * 30, "one two", "\ud800a"])
def test_what_is_searched_for_fits_a_button(words):
    kept = searched(words)
    assert len(f"find:999999999:{kept}".encode()) <= MOST_BYTES
    assert searched(kept) == kept != ""


def test_a_source_whose_page_is_lost_is_marked():
    storm, ferry = article("It closed."), article("It sails.", title="New ferry")
    sources = sources_of((storm, ferry))
    lose(sources, storm)
    listed = sources_reply(sources).text
    assert listed.endswith("bridge, 1 sentence, no longer readable since 3 March 2026")
    assert listed.count("no longer readable") == 1


def test_a_page_of_the_longest_lines_fits():
    sources = tuple(
        article(
            f"{n}.", title="😀" * 300, source="é" * 300, url=f"https://a.example/{n}" + "a" * 1900
        )
        for n in range(100_000, 100_010)
    )
    reply = sources_reply(sources_of(sources, samples=True))
    assert len(links(reply)) == 10
    assert str(SAMPLES) in reply.text


def test_a_page_of_the_longest_lines_fits_with_marks():
    every = [
        article(f"{n}.", title="😀" * 300, source="é" * 300, updated=date(2026, 9, 30))
        for n in range(100_000, 100_010)
    ]
    sources = sources_of(every, samples=True)
    for one in every:
        lose(sources, one)
    reply = sources_reply(sources)
    check_fits(reply)
    assert reply.text.count("no longer readable since") == 10
    assert str(SAMPLES) in reply.text
