"""Inline queries and guest messages to the bot, and what it shows for them."""

import itertools

from fake_telegram import ALICE, covered, message

from bot.delivery.entities import QUOTE_TYPES

FAR = {"id": -100999, "type": "supergroup", "title": "Far away"}
NUMBERS = itertools.count(1)


def typed(talk, words, user=ALICE):
    """Return the parameters of the answer to an inline query, or None if it has none."""
    return _called(talk, "answerInlineQuery", "inline_query", inline_query(words, user))


def inline_query(words, user=ALICE):
    return {"id": str(next(NUMBERS)), "from": user, "query": words, "offset": ""}


def guest_says(talk, words, **fields):
    """Return the result that answers a guest message, or None if it has none."""
    called = _called(talk, "answerGuestQuery", "guest_message", guest_message(words, **fields))
    return called and called["result"]


def guest_message(words, **fields):
    fields = {"message_id": 0, "guest_query_id": str(next(NUMBERS))} | fields
    return message(words, FAR, **fields)


def quotes_in(result):
    """Return the quotes in the message that a result sends."""
    content = result["input_message_content"]
    text, entities = content["message_text"], content["entities"]
    return [covered(text, one) for one in entities if one["type"] in QUOTE_TYPES]


def _called(talk, method, kind, thing):
    before = len(talk.api.calls)
    assert talk.send(kind, thing) == [], "it writes to no chat"
    calls = [one.parameters for one in talk.api.calls[before:] if one.method == method]
    assert len(calls) < 2
    return calls[0] if calls else None
