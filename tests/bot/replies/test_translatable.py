"""Answers, sources and checks in a language of brackets: no word of ours is outside them."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from any_articles import answer, article
from listed_sources import lose, sources_of
from pseudo_language import pseudo_language, untranslated

from bot.conversation.shown.quotes import quotes_in
from bot.replies.answering.answer_buttons import Venue, answer_buttons, back_button
from bot.replies.answering.answers import answer_reply, how_to_ask_reply, nearest_reply
from bot.replies.answering.context import Block, context_reply
from bot.replies.answering.copied import copied_text
from bot.replies.chat_sources import adding, edits, feeds, own_sources, removing, source_list
from bot.replies.chat_sources.own_sources import Outcome
from bot.replies.chat_sources.sentences import sentences_reply
from bot.replies.chat_sources.sources import source_reply
from bot.replies.checking import reasons
from bot.replies.checking.verified import NOT_FROM_PAGE, STATES, Checked, verified_reply
from bot.replies.feedback import NOTED, TOO_OLD
from bot.replies.labels import utf16_length
from bot.replies.reply import LONGEST_MESSAGE
from bot.wording import wording
from corpus.article import Span
from corpus.errors import CorpusError
from corpus.metadata import FIELDS
from corpus.rewording.edited_sentences import Reworded
from corpus.store.subscriptions import Followed
from retrieval.answer import Band, Earlier, Elsewhere, Stance, Turn, View, Where
from retrieval.answering.narrowing.by_words import WithWords
from retrieval.ranking.explanation import Contribution, Explanation
from retrieval.words.analysis import ANALYSES

DAY = date(2025, 3, 3)
NOW = datetime(2025, 3, 3, tzinfo=UTC)
PAGE = {"url": "https://post.example/a", "published": DAY}
ONE = article(
    "Ten ships came.", "It rained.", "All left.", title="Ships", source="Courier", **PAGE
)
OTHER = article("Ten ships came.", "It snowed.", title="Ferry", source="Herald", updated=DAY)
BARE = article("It froze.", title="")
SOURCES = sources_of([ONE, OTHER, BARE])
ONLY = sources_of([ONE])
NONE = sources_of([])
SAMPLES = sources_of([ONE], samples=True)
FOUND = answer(*ONE.sentences)
NOTHING = replace(answer(), confidence=0.1)
OLD = article("Old text.").sentences[0]
QUESTION = "Which mayor met the zebra?"
# What is no message of ours: articles, readers' words, addresses, and words that readers type.
NAMES = [
    *(sentence.text for one in (ONE, OTHER, BARE) for sentence in one.sentences),
    *("Ships", "Ferry", "Courier", "Herald", "mayor", "zebra", "Which", "met", "the", "who?"),
    *("3 May", "Old text.", "post.example", "C1", "ships", "pdf", "Ten", "froze"),
    *("3 March 2025", "3 Mar 2025", "2025-03-03"),
    *FIELDS,
]
EXPLAINED = Explanation(
    ONE.sentences[0],
    1.0,
    held=("ship",),
    near=("mayor",),
    far=(),
    related=("zebra",),
    missing=("mayor", "zebra"),
    typed={"ship": "ships", "mayor": "mayor", "zebra": "zebra"},
    parts=(),
)


def passage(article=ONE, **known):
    return replace(answer(article.sentences[0]).passages[0], **known)


def found(*passages, **known):
    return replace(FOUND, passages=passages or FOUND.passages, **known)


def answers():
    query = ANALYSES["en"].query(QUESTION)
    partly = found(question=QUESTION, query=query, unknown=("mayor", "zebra"))
    closest = replace(partly, band=Band.CLOSEST)
    every = [FOUND, partly, closest, replace(closest, unknown=()), replace(partly, unknown=())]
    every += [found(elsewhere=Elsewhere("3 May", where)) for where in Where]
    every += [found(passage(stance=stance)) for stance in Stance]
    every += [found(band=Band.SURE, view=view, more=more) for view in View for more in (0, 1, 5)]
    every += [found(passage(also=tuple(OTHER.sentences), differing=(passage(OTHER),)))]
    older = (Earlier(OTHER.sentences[0], Span(0, 3)), Earlier(BARE.sentences[0], Span(3, 8)))
    every += [found(passage(earlier=older)), found(passage(BARE, matches=(Span(0, 2),)))]
    reworded = [replace(one, reworded=Reworded(OLD, DAY)) for one in FOUND.passages[:2]]
    every += [found(*reworded[:1]), found(*reworded), found(FOUND.passages[2], FOUND.passages[0])]
    for one in every:
        for room in (LONGEST_MESSAGE, 100_000):
            yield answer_reply(one, SOURCES, room, changed=[ONE])
            yield answer_reply(one, SOURCES, room, changed=[ONE, OTHER])


def silent():
    follow_up = replace(NOTHING, before=Turn("who?", ((1, 0),)))
    more = replace(NOTHING, question="more", query=())
    for sources in (NONE, ONLY, SOURCES, SAMPLES):
        yield how_to_ask_reply(sources)
        for one in (NOTHING, follow_up, replace(NOTHING, unknown=("mayor",), is_claim=True)):
            yield answer_reply(one, sources)
        nearest = NOTHING if sources is NONE else FOUND
        yield nearest_reply(replace(NOTHING, unknown=("mayor", "zebra")), nearest, sources)
        yield answer_reply(more, sources)
        yield answer_reply(more, sources, 100_000)
        yield answer_reply(replace(more, before=Turn("who?")), sources)


def beside_answers():
    yield context_reply([Block(ONE.sentences[:1])], SOURCES)
    yield context_reply([Block(ONE.sentences[1:])], SOURCES)
    for one in (FOUND, NOTHING, found(passage(), passage(OTHER), view=View.ARTICLES)):
        for nearest in (None, FOUND):
            yield from answer_buttons(one, SOURCES, Venue(inline=True), nearest=nearest)
    yield from answer_buttons(found(passage(BARE), passage()), SOURCES, Venue())
    yield back_button()
    yield copied_text(ONE.sentences[0])


def lists():
    lost = sources_of([ONE, OTHER, BARE])
    lose(lost, ONE, "is encrypted")
    many = sources_of([replace(article(f"Ten {n}."), title="Ships") for n in range(31)])
    for sources in (NONE, ONLY, SOURCES, SAMPLES, many, lost):
        yield source_list.sources_reply(sources)
        yield source_list.publishers_reply(sources)
        for button in source_list.publishers_reply(sources).buttons:
            yield source_list.publisher_reply(sources, button.data.rpartition(":")[2])
        for keys in ([], [1], [1, 2]):
            yield source_list.found_reply("zebra", WithWords(keys), sources)
            yield source_list.found_reply("zebra", WithWords(keys, in_text=True), sources)
        for number in ("1", "3", "99"):
            yield source_reply(sources, number, list(sources)[1:])
            yield sentences_reply(sources, number, 1, 1)
            yield sentences_reply(sources, number, 9, 9)


def added():
    ids = [one.id for one in SOURCES]
    errors = [CorpusError("ships.pdf", "is encrypted")] * 12
    for many in (ids[:1], ids, ids * 4):
        yield own_sources.outcome_reply(Outcome(added=many), SOURCES, None)
        yield own_sources.outcome_reply(Outcome(known=many, incomplete=many), SOURCES, None)
        yield own_sources.outcome_reply(Outcome(updated=many, failed=errors), SOURCES, None)
    yield own_sources.outcome_reply(Outcome(failed=errors[:1]), SOURCES, None)
    yield own_sources.outcome_reply(Outcome(added=["gone"]), SOURCES, None)
    yield own_sources.outcome_reply(Outcome(), SOURCES, None)
    yield from map(own_sources.progress_line, (0, 1, 2))
    yield adding.offer_reply(adding.OFFER)


def edited():
    before, after = (SOURCES.find(one.id) for one in (ONE, OTHER))
    yield edits.edited_reply(before, after, SOURCES)
    yield edits.edited_reply(before, before, SOURCES)
    yield edits.edited_reply(after, replace(after, source=None), SOURCES)
    yield edits.how_to_edit_reply(SOURCES)
    yield edits.invalid_reply(CorpusError("/edit", "has an invalid title: not valid Unicode"))


def followed():
    feed = Followed("1", "https://post.example/a", "Courier", None, None, NOW, 0)
    failing = feed._replace(failing=NOW, error="is not a feed")
    yield feeds.feeds_reply([feed, failing, feed._replace(overflows=True)])
    yield feeds.feeds_reply([])
    yield from map(feeds.how_to_follow_reply, (None, feeds.NOT_AN_ADDRESS))
    yield from (feeds.following_reply(feed), feeds.unfollowed_reply(feed))
    yield feeds.not_followed_reply(CorpusError("ships.pdf", "is not a feed"))


def removed():
    every = list(SOURCES)
    for some in ([], every[:1], every):
        yield removing.removed_reply(some, SOURCES)
        yield removing.restored_reply(some, SOURCES)
    for some in (every[:1], every, every * 4):
        yield removing.confirm_remove_reply(some, SOURCES, unknown=["99"], others=every)
    for sources in (SAMPLES, SOURCES):
        yield removing.how_to_remove_reply(sources)
    for count in (0, 1, 2):
        stored = removing.stored_in_words(
            sources=count, feeds=count, standing=count, digests=min(count, 1)
        )
        for library in (None, 0, 1, 2):
            yield removing.confirm_forget_reply(stored, library)
            yield removing.forgotten_reply(stored, library)


def explained():
    parts = tuple(Contribution(one, 1.0, 1.0) for one in reasons.REASON_OF)
    for band in (Band.SURE, Band.CLOSEST):
        yield reasons.why_reply(found(band=band), [replace(EXPLAINED, parts=parts)], SOURCES)
    yield from map(str, (*reasons.KINDS.values(), reasons.NEWEST.format(day="3 Mar 2025")))
    yield reasons.why_reply(NOTHING, [], SOURCES)
    yield reasons.why_reply(FOUND, [], SOURCES)
    for view in (View.ARTICLES, View.TIMELINE):
        yield reasons.why_reply(found(view=view), [], SOURCES)
    yield reasons.why_reply(found(question="more"), [], SOURCES)


def verified():
    one = ONE.sentences[0]
    words = [*STATES.values(), *NOT_FROM_PAGE.values()]
    checked = [Checked(one, adding.offer_reply(word)) for word in words]
    reworded = Reworded(OLD, DAY)
    yield verified_reply([*checked, Checked(one, checked[0].status, one, reworded)], SOURCES, DAY)
    yield verified_reply(checked * 20, SOURCES, DAY)
    yield from map(str, (NOTED, TOO_OLD))


def texts(reply):
    """What a person reads of a reply, a button or a text."""
    if isinstance(reply, str):
        return [reply]
    if hasattr(reply, "label"):
        return [reply.label]
    return [reply.text, *(button.label for button in reply.buttons)]


@pytest.mark.parametrize(
    "replies",
    [
        *(added, answers, beside_answers, edited, explained, followed, lists, removed, silent),
        verified,
    ],
)
def test_every_word_of_ours_can_be_translated(replies):
    with pseudo_language():
        shown = [text for reply in replies() for text in texts(reply)]
    assert [left for text in shown if (left := untranslated(text, *NAMES))] == []
    assert any("⟦" in text for text in shown)


@pytest.mark.parametrize("to_left", [False, True])
def test_the_sources_of_an_answer_in_another_language_are_still_found_in_it(to_left, monkeypatch):
    english = [list(quotes_in(reply)) for reply in answers()]
    monkeypatch.setattr(wording, "is_right_to_left", lambda _: to_left)
    with pseudo_language():
        found = [list(quotes_in(reply)) for reply in answers()]
    assert [[(one.text, one.label) for one in quotes] for quotes in found] == [
        [(one.text, one.label) for one in quotes] for quotes in english
    ]
    assert sum(map(len, found)) > 100


def test_an_answer_fits_a_message_however_long_the_words_for_what_is_below_it():
    every = [article(letter * 900 + ".", title=letter) for letter in "abcdefgh"]
    leads = [sentence for one in every for sentence in one.sentences]
    topic = replace(answer(*leads), view=View.ARTICLES, more=4)
    with pseudo_language(longer=5):
        text = answer_reply(topic, sources_of(every)).text
    assert utf16_length(text) <= LONGEST_MESSAGE
    assert "more articles" in text
