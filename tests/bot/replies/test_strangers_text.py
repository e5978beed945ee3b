"""Strangers' text in every reply: word for word, and nothing in it is live."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from any_articles import article, check_fits
from hypothesis import given, settings
from hypothesis import strategies as st
from listed_sources import sources_of
from live import HANDLES, LIVELY, check_nesting, left_live
from marks import code, links, quoted
from processor_time import seconds_of
from right_to_left import is_balanced, loose, right_to_left, without_quotes

from bot.delivery.entities import entities_of
from bot.replies.about_me import start_reply
from bot.replies.answering.answers import answer_reply, how_to_ask_reply, nearest_reply
from bot.replies.answering.context import Block, context_reply
from bot.replies.answering.copied import copied_text
from bot.replies.chat_sources import feeds, own_sources, removing
from bot.replies.chat_sources.own_sources import Outcome
from bot.replies.chat_sources.sentences import sentences_reply
from bot.replies.chat_sources.source_list import (
    found_reply,
    publisher_reply,
    publishers_reply,
    searched,
    sources_reply,
)
from bot.replies.chat_sources.sources import source_reply
from bot.replies.talk.messages import reply_below_question
from bot.wording.isolates import END, ISOLATE
from corpus.article import Span
from corpus.errors import CorpusError
from corpus.store.subscriptions import Followed
from retrieval.answer import Answer, Band, Passage, Turn
from retrieval.answering.narrowing.by_words import WithWords
from retrieval.words.analysis import ANALYSES

ENGLISH = ANALYSES["en"]
DAY = datetime(2025, 3, 3, tzinfo=UTC)
URL = "https://news.example/a"


def replies(texts):
    """Return every reply that shows text of strangers, with these texts in it."""
    *sentences, title, publisher, reason = texts
    one = article(*(one.strip() or "a" for one in sentences), title=title, source=publisher,
                  url=URL, published=date(2025, 3, 3), collection="1")  # fmt: skip
    copy = article("It sailed.", title=title, source=publisher, collection="1")
    sources = sources_of([one, copy], samples=False)
    one, copy = sources
    passages = tuple(
        Passage(s, 1.0, tuple(Span(at, at + 1) for at in range(s.start, s.end)), copy.sentences)
        for s in one.sentences
    )
    found = Answer("who?", ("who",), passages, 0.5)
    about = " ".join(texts)
    partly = replace(found, question=about, query=ENGLISH.query(about), unknown=tuple(texts))
    nothing = Answer("who?", ("who",), (), 0.1, tuple(texts))
    error = CorpusError(title, reason)
    feed = Followed("1", publisher, title, None, None, DAY, 0)
    ids = [one.id, copy.id]
    yield answer_reply(found, sources, changed=[one])
    yield answer_reply(partly, sources)
    yield answer_reply(replace(partly, band=Band.CLOSEST), sources)
    yield answer_reply(replace(partly, band=Band.CLOSEST, unknown=()), sources)
    yield answer_reply(nothing, sources)
    yield nearest_reply(nothing, found, sources)
    yield reply_below_question(replace(partly, before=Turn(about)), sources)
    yield how_to_ask_reply(sources)
    yield start_reply(sources)
    yield sources_reply(sources)
    yield source_reply(sources, "C1", [copy])
    words = searched(about)
    yield found_reply(words, WithWords([1, 2]), sources)
    yield found_reply(words, WithWords([1, 2], in_text=True), sources)
    yield found_reply(words, WithWords([]), sources)
    key = publishers_reply(sources).buttons[0].data.split(":")[2]
    yield publisher_reply(sources, key)
    yield context_reply([Block(one.sentences)], sources)
    yield sentences_reply(sources, "C1", 1, 2)
    for outcome in (
        Outcome(ids[:1]),
        Outcome([], ids[:1]),
        Outcome([], [], [error]),
        Outcome(ids * 5, ids, [error] * 11),
    ):
        yield own_sources.outcome_reply(outcome, sources, None)
    yield removing.confirm_remove_reply([one], sources)
    yield removing.confirm_remove_reply([one, copy], sources, unknown=texts, others=[one])
    yield removing.removed_reply([one, copy], sources)
    yield removing.removed_reply([one], sources)
    yield removing.restored_reply([one], sources)
    yield feeds.following_reply(feed)
    yield feeds.not_followed_reply(error)
    yield feeds.unfollowed_reply(feed)
    yield feeds.feeds_reply([feed] * 60)
    yield feeds.feeds_reply([feed._replace(failing=DAY, error=reason)] * 60)


PLAIN = list(replies(["The ferry sailed."] * 6))


def live_in(reply):
    return Counter(left_live(reply.text, entities_of(reply), ours=()))


@settings(max_examples=50)
@given(st.lists(LIVELY, min_size=6, max_size=6))
def test_nothing_that_strangers_wrote_is_live(texts):
    for reply, plain in zip(replies(texts), PLAIN, strict=True):
        check_fits(reply)
        check_nesting(entities_of(reply))
        assert live_in(reply) <= live_in(plain)


@pytest.mark.parametrize("words", HANDLES)
def test_each_kind_of_live_text_is_covered_wherever_strangers_write_it(words):
    for reply, plain in zip(replies([f"Ask {words} now."] * 6), PLAIN, strict=True):
        assert live_in(reply) <= live_in(plain)
        assert code(reply) or words not in reply.text


@given(st.lists(LIVELY.map(str.strip).filter(bool), min_size=1, max_size=3))
def test_quotes_with_code_in_them_stay_word_for_word(sentences):
    one = article(*sentences)
    passages = tuple(Passage(s, 1.0, (Span(s.start, s.end),)) for s in one.sentences)
    reply = answer_reply(Answer("who?", ("who",), passages, 0.5), sources_of([one]))
    assert quoted(reply) == [one.text.strip()]
    check_fits(reply)


@pytest.mark.parametrize("title", ["http://A", "evil.com", "Ask @durov", "/transfer all"])
def test_a_title_that_would_be_live_is_code_and_its_number_is_the_link(title):
    one = article("It closed.", title=title, url=URL)
    reply = sources_reply(sources_of([one]))
    assert reply.text == f"I quote from one source:\n\n[1] {title}, 1 sentence"
    assert links(reply) == [("[1]", URL)]
    assert all(part in title for part in code(reply))
    assert code(reply)


def test_a_quote_with_hundreds_of_handles_is_sent_whole():
    one = article("@durov " * 200 + "spoke.")
    reply = answer_reply(Answer("who?", ("who",), (Passage(one.sentences[0], 1.0),), 0.5),
                         sources_of([one]))  # fmt: skip
    assert quoted(reply) == [one.sentences[0].text]
    assert len(code(reply)) == 10
    assert live_in(reply) == {}


def test_a_huge_sentence_that_cannot_be_sent_costs_no_time():
    sources = sources_of([article("a.bb@c,dd/" * 300_000)])
    found = []
    assert seconds_of(lambda: found.extend(quoted(source_reply(sources, "1")))) < 1
    assert found == []


def test_the_bots_own_commands_stay_live():
    assert "/add" in live_in(own_sources.outcome_reply(Outcome(), sources_of([]), None))
    assert {"/sources", "/help"} <= live_in(start_reply(sources_of([article("a.")]))).keys()


@settings(max_examples=30)
@given(st.lists(LIVELY, min_size=6, max_size=6))
def test_from_right_to_left_everything_keeps_its_place(texts):
    with right_to_left():
        for reply in replies(texts):
            check_fits(reply)
            check_nesting(entities_of(reply))
            assert is_balanced(without_quotes(reply)), reply.text
            assert loose(without_quotes(reply)) == [], reply.text


@given(st.lists(LIVELY.map(str.strip).filter(bool), min_size=1, max_size=3))
def test_from_right_to_left_quotes_stay_word_for_word(sentences):
    changed = date(2025, 3, 4)
    one = article(*sentences, title="Storm", url=URL, published=date(2025, 3, 3), updated=changed)
    passages = tuple(Passage(s, 1.0, (Span(s.start, s.end),)) for s in one.sentences)
    with right_to_left():
        reply = answer_reply(Answer("who?", ("who",), passages, 0.5), sources_of([one]))
        copied = copied_text(one.sentences[0])
    assert quoted(reply) == [one.text.strip()]
    assert [text for text, _ in links(reply)] == [f"{ISOLATE}Storm{END}"]
    assert copied is None or ISOLATE not in copied.replace(one.sentences[0].text, "")


def test_from_right_to_left_commands_stay_live():
    with right_to_left():
        for reply, plain in zip(replies(["The ferry sailed."] * 6), PLAIN, strict=True):
            assert live_in(reply) == live_in(plain)
