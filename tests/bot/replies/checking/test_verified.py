from datetime import UTC, date, datetime

import pytest
from any_articles import article, check_fits
from hypothesis import given
from hypothesis import strategies as st
from listed_sources import sources_of
from marks import quoted

from bot.replies.checking.verified import checked_quote, verified_reply
from corpus.errors import CorpusError
from corpus.store.store import Store
from corpus.store.subscriptions import Page
from corpus.web.pages import Gathered

DAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 26, tzinfo=UTC)
STORM = ["The bridge closed on Monday.", "Ferries ran all night long.", "Repairs take two weeks."]


def report(stored, pages, *numbers, fetched=True):
    store = Store(":memory:")
    stored = store.add(stored).article
    if fetched:
        page = Page(stored.collection, stored.number, "https://a.example", None, None, NOW, 0)
        store.subscriptions.watch_new(page)
    checked = [checked_quote(stored.sentences[number - 1], pages, store) for number in numbers]
    return verified_reply(checked, sources_of((stored,)), DAY)


def test_every_quote_stands_below_what_has_become_of_it():
    stored = article(*STORM)
    now = article(STORM[0], "Ferries ran all day long.")
    reply = report(stored, {stored.id: Gathered(now)}, 1, 2, 3)
    assert reply.text == (
        "Checked on 26 Nov 2026.\n"
        "\n"
        "Still there, word for word:\n"
        "The bridge closed on Monday.\n"
        "[1] Storm closes the bridge, sentence 1\n"
        "\n"
        "Changed. Stored:\n"
        "Ferries ran all night long.\n"
        "Now:\n"
        "Ferries ran all day long.\n"
        "[1] Storm closes the bridge, sentence 2\n"
        "\n"
        "Gone; the page has no sentence like it:\n"
        "Repairs take two weeks.\n"
        "[1] Storm closes the bridge, sentence 3"
    )
    assert quoted(reply) == [*STORM[:2], "Ferries ran all day long.", STORM[2]]


def test_a_text_from_a_feed_or_a_file_may_never_have_been_on_its_page():
    stored = article(*STORM)
    now = article(STORM[0], "Ferries ran all day long.")
    reply = report(stored, {stored.id: Gathered(now)}, 1, 2, 3, fetched=False)
    assert [line for line in reply.text.splitlines() if line.endswith(":")] == [
        "Still there, word for word:",
        "Not the same on its page. Stored:",
        "Now:",
        "Not on its page (I have this text from a feed or a file):",
    ]


def test_a_page_that_was_only_partly_read_may_still_have_a_quote():
    stored, now = article(*STORM), article(*STORM[:2])
    object.__setattr__(now, "incomplete", True)
    reply = report(stored, {stored.id: Gathered(now)}, 3)
    assert "Not found in the part of the page that I can read:" in reply.text


def test_the_reason_why_a_page_cannot_be_read_cannot_become_a_link():
    stored = article(*STORM)
    error = CorpusError("x", "has an unsupported type: evil.example")
    reply = report(stored, {stored.id: error}, 1)
    assert any(reply.text[mark.start : mark.end] == "evil.example" for mark in reply.marks)


@pytest.mark.parametrize("size", [1500, 4000])
def test_quotes_that_have_no_room_are_counted(size):
    stored = article(*(f"{'word ' * (size // 5)}number {n}." for n in range(3)))
    reply = report(stored, {}, 1, 2, 3)
    left = 3 - len(quoted(reply))
    assert left > 0
    assert f"{left} more quote" in reply.text.splitlines()[-1]
    check_fits(reply)


@given(st.lists(st.integers(1, 4000), min_size=1, max_size=6), st.booleans())
def test_a_report_always_fits(sizes, changed):
    stored = article(*(f"{'x' * size} end {at}." for at, size in enumerate(sizes)))
    now = article(*(f"{'x' * size} End, {at}." for at, size in enumerate(sizes)))
    pages = {stored.id: Gathered(now)} if changed else {}
    check_fits(report(stored, pages, *range(1, len(sizes) + 1)))
