from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from any_articles import SOURCES, article, check_fits
from hypothesis import given
from listed_sources import sources_of
from marks import links, quoted

from bot.replies.answering.answers import SAMPLES, how_to_ask_reply
from bot.replies.chat_sources.sources import source_reply, sources_reply
from bot.replies.reply import Button, Kind
from corpus.article import LIBRARY
from corpus.store.subscriptions import Page


def test_sources_are_listed_in_pages_with_buttons():
    sources = sources_of(tuple(article(f"Number {n}.", title=f"News {n}") for n in range(1, 24)))
    first, second, third = (sources_reply(sources, page) for page in (1, 2, 3))
    assert first.text.startswith("I quote from 23 sources (page 1 of 3):\n\n[1] News 1,")
    assert "[10] News 10," in first.text
    assert "[11]" not in first.text
    assert first.buttons == (Button("More ›", "sources:2"),)
    assert [button.data for button in second.buttons] == ["sources:1", "sources:3"]
    assert [button.data for button in third.buttons] == ["sources:2"]
    assert sources_reply(sources, 0) == first
    assert sources_reply(sources, 999_999_999) == third


def test_a_few_sources_need_no_buttons():
    reply = sources_reply(sources_of((article("It closed."),)))
    assert reply.text == "I quote from one source:\n\n[1] Storm closes the bridge, 1 sentence"
    assert reply.buttons == ()
    assert sources_reply(sources_of(())).text.startswith("I have no sources yet")


def test_one_source_is_shown_with_its_first_sentences():
    storm = article("One.", "Two.", "Three.", "Four.", source="Courier")
    reply = source_reply(sources_of((storm,)), "[1]")
    assert reply.text.startswith("[1] Storm closes the bridge, Courier, 4 sentences\n\nIt begins:")
    assert quoted(reply) == ["One.", "Two.", "Three."]
    assert "It says:" in source_reply(sources_of((article("One."),)), "1").text


def test_an_opening_sentence_that_is_too_long_is_not_shown():
    reply = source_reply(sources_of((article("a" * 5000, "b."),)), "1")
    assert quoted(reply) == []
    assert reply.text.endswith("It begins with a sentence that is too long to send.")
    assert source_reply(sources_of((article(),)), "1").text.endswith("0 sentences")


@pytest.mark.parametrize("reference", ["0", "3", "abc", "٣", "9" * 20, "-1", "1.5", "", "😀"])
def test_an_unknown_source_gets_a_one_line_answer(reference):
    two = sources_of((article("a."), article("b.")))
    line = "There is no such source. Send /sources to see all 2, with their numbers."
    assert source_reply(two, reference).text == line


def test_the_reply_to_an_unknown_source_depends_on_how_many_there_are():
    one = sources_of((article("a."),))
    assert (
        source_reply(one, "2").text
        == "There is no such source. I have only one; send /sources to see it."
    )
    assert source_reply(sources_of(()), "1").text.startswith("I have no sources yet")


@given(SOURCES)
def test_every_list_and_source_fits_a_message(sources):
    for page in (1, 2):
        check_fits(sources_reply(sources, page))
    for number, source in enumerate(list(sources), 1):
        reply = source_reply(sources, str(number))
        check_fits(reply)
        assert quoted(reply) == [s.text for s in source.sentences][: len(quoted(reply))]
    check_fits(how_to_ask_reply(sources))


def test_a_page_of_the_longest_lines_fits():
    sources = tuple(
        article(
            f"{n}.", title="😀" * 300, source="é" * 300, url=f"https://a.example/{n}" + "a" * 1900
        )
        for n in range(100_000, 100_010)
    )
    reply = sources_reply(sources_of(sources, samples=True))
    assert len(links(reply)) == 10
    assert SAMPLES in reply.text


def lose(sources, article, reason="is gone"):
    """Let the page of an article be one that can no longer be read."""
    since = datetime(2026, 3, 3, 9, tzinfo=UTC)
    stored = sources.find(article.id)
    pages = sources._store.subscriptions  # noqa: SLF001 - the store behind the sources
    pages.watch_new(
        Page(LIBRARY, stored.number, "https://a.example/", None, None, since, 0, since, reason)
    )


def test_a_source_whose_page_is_lost_is_marked_and_says_why():
    storm, ferry = article("It closed."), article("It sails.", title="New ferry")
    sources = sources_of((storm, ferry))
    lose(sources, storm, "shows something else, see evil.example")
    listed = sources_reply(sources).text
    assert "bridge, 1 sentence, no longer readable since 3 March 2026\n[2] New ferry" in listed
    assert listed.count("no longer readable") == 1
    shown = source_reply(sources, "1")
    line = "Its page is no longer readable (since 3 March 2026): it shows something else"
    assert line in shown.text
    assert [
        shown.text[mark.start : mark.end] for mark in shown.marks if mark.kind is Kind.CODE
    ] == ["evil.example"]
    assert "no longer readable" not in source_reply(sources, "2").text


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
    assert SAMPLES in reply.text


def test_headings_are_not_among_the_first_sentences():
    storm = article("Roads", "One.", "Two.")
    headed = replace(storm, headings=storm.spans[:1])
    reply = source_reply(sources_of((headed,)), "1")
    assert quoted(reply) == ["One.", "Two."]
    assert "It says:" in reply.text
