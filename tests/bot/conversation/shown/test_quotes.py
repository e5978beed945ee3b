from dataclasses import replace
from datetime import UTC, datetime

import pytest
from articles import FERRY
from hypothesis import given
from hypothesis import strategies as st
from telegram import Chat, Message

from bot.conversation.shown.quotes import MOST_SENTENCES, quotes_in, sentences_in
from bot.delivery.entities import entities_of
from bot.delivery.shown import reply_of
from bot.library.library import Library
from bot.replies.answering.answers import answer_reply
from bot.replies.answering.context import Block, context_reply
from bot.replies.reply import Reply
from corpus.reading import read_article

QUESTIONS = ["Who built the vessel?", "How long do repairs take?", "What does a ticket cost?"]


def message_of(reply):
    """A message of the bot, as a reply to it shows it."""
    return Message(
        5000, datetime(2025, 3, 3, tzinfo=UTC), Chat(1, "private"), text=reply.text,
        entities=entities_of(reply),
    )  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_sentences_of_an_answer_are_found_in_its_message(ferry, bridge, question):
    library = Library.of([ferry, bridge])
    sources = library.sources()
    answer = library.answer(question, sources)
    shown = message_of(answer_reply(answer, sources))
    found = sentences_in(reply_of(shown), sources, library.store)
    wanted = {passage.sentence.text for passage in answer.passages}
    assert wanted == {one.text for one in found}


def test_only_the_sentences_asked_about_are_taken_from_a_view_with_context(ferry, bridge):
    library = Library.of([ferry, bridge])
    answer = library.answer(QUESTIONS[0], library.sources())
    blocks = [Block([passage.sentence]) for passage in answer.passages]
    shown = message_of(context_reply(blocks, library.sources()))
    assert len(next(quotes_in(reply_of(shown))).text.splitlines()) > 1
    found = sentences_in(reply_of(shown), library.sources(), library.store)
    assert {one.text for one in found} == {one.sentence.text for one in answer.passages}


def test_a_quote_of_a_replaced_text_is_a_sentence_of_that_text(ferry):
    library = Library.of([ferry])
    answer = library.answer(QUESTIONS[0], library.sources())
    shown = message_of(answer_reply(answer, library.sources()))
    newer = read_article(FERRY.replace("48", "61").encode(), "ferry.txt")
    library.store.add(replace(newer, number=1))
    (found, *_) = sentences_in(reply_of(shown), library.sources(), library.store)
    assert "48 million" in found.text
    assert "61 million" in library.store.numbered("library", 1).text


def test_a_quote_that_is_in_no_source_is_left_out(ferry, bridge):
    shown = Library.of([ferry])
    reply = answer_reply(shown.answer(QUESTIONS[0], shown.sources()), shown.sources())
    library = Library.of([bridge])  # its number 1 is another article
    assert sentences_in(reply_of(message_of(reply)), library.sources(), library.store) == []


def test_a_citation_within_a_quote_cites_nothing():
    text = "[2] A storm\n[1] Title, sentence 1"
    entity = {"type": "blockquote", "offset": 0, "length": 11}
    shown = Message.de_json(
        {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": text,
         "entities": [entity]}
    )  # fmt: skip
    assert [(one.text, one.label) for one in quotes_in(reply_of(shown))] == [("[2] A storm", "1")]


def test_a_message_has_at_most_so_many_sentences():
    text = "Title\n" + "\n".join(f"It rained {n} times in Vik." for n in range(30))
    library = Library.of([read_article(text.encode(), "rain.txt")])
    quote = library.sources().find("1").text.partition("\n")[2]
    shown = Message.de_json(
        {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"},
         "text": f"{quote}\n[1] Rain",
         "entities": [{"type": "expandable_blockquote", "offset": 0, "length": len(quote)}]}
    )  # fmt: skip
    assert len(sentences_in(reply_of(shown), library.sources(), library.store)) == MOST_SENTENCES


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70))))
def test_any_message_can_be_read(text, places):
    entities = [{"type": "blockquote", "offset": at, "length": size} for at, size in places]
    shown = Message.de_json(
        {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"},
         "text": f"{text}\n[1] x", "entities": entities}
    )  # fmt: skip
    quotes = list(quotes_in(reply_of(shown)))
    assert all(one.label == "1" or one.label.strip("C").isdecimal() for one in quotes)
    assert list(quotes_in(Reply("😀\n[1] x"))) == []
