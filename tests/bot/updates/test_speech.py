import asyncio
import json

import pytest
from fake_telegram import BOT, message
from hypothesis import given
from hypothesis import strategies as st
from served import MONDAY, run_fast
from telegram import Update

from bot.delivery.receipt import Part, Receipt, holding
from bot.updates.dispatch import Dispatch
from bot.updates.inbox import Inbox
from bot.updates.speech import Speech
from bot.wording import catalogues
from bot.wording.wording import spoken
from corpus.errors import CorpusError
from corpus.store.chats.languages import ChatLanguages
from corpus.store.database.sqlite import SQLiteDatabase

CODES = ("en", "de", "ru", "zh_Hans")
GROUP = -7


class Limits:
    """No limits, and nothing that is answered together."""

    async def room(self, _):
        pass

    pace = room

    def delay(self, _):
        return 0

    def left(self, _):
        return 10**6

    def concerns(self, _):
        return True

    def is_courtesy(self, _):
        return False

    asks = is_courtesy


class Heard:
    """Notes the language in which each update is handled, which takes the given seconds."""

    def __init__(self):
        self.database = SQLiteDatabase(":memory:")
        self.chosen = ChatLanguages(self.database)
        self.speech = Speech(self.chosen, self._handle)
        self.languages = {}
        self.seconds = {}

    async def _handle(self, update):
        before = spoken()
        await asyncio.sleep(self.seconds.get(update.update_id, 0))
        later = asyncio.create_task(self._later())
        self.languages[update.update_id] = {before, spoken(), await later}

    async def _later(self):
        await asyncio.sleep(1)
        return spoken()

    def handle(self, *bodies):
        async def main():
            limits = Limits()
            inbox = Inbox(self.database, lambda: MONDAY)
            of_stored = self.speech.of_stored
            dispatch = Dispatch(
                *(inbox, None, self.speech.handle, limits, limits, lambda: MONDAY, of_stored)
            )
            dispatch.accept(bodies)
            await dispatch.idle()
            return spoken()

        return run_fast(main())


@pytest.fixture(autouse=True)
def _languages(monkeypatch):
    monkeypatch.setattr(catalogues, "languages", lambda: CODES)


@pytest.fixture
def heard():
    return Heard()


def user(number, tag):
    return {"id": number, "is_bot": False, "first_name": "A"} | (
        {"language_code": tag} if tag else {}
    )


def chat(number):
    return {"id": number, "type": "private" if number > 0 else "supergroup"}


def said(number, where, who, tag):
    return {
        "update_id": number,
        "message": message("who?", chat(where), **{"from": user(who, tag)}),
    }


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("de-AT", "de"),
        ("zh-hans", "zh_Hans"),
        ("tlh", "en"),
        (None, "en"),
        ("RU", "ru"),
        ("", "en"),
    ],
)
def test_without_a_choice_the_language_of_the_users_program_is_spoken(heard, tag, language):
    heard.handle(said(1, 5, 5, tag))
    assert heard.languages == {1: {language}}


def test_the_choice_of_the_chat_comes_before_that_of_the_user(heard):
    heard.chosen.choose(5, "ru")
    heard.handle(said(1, 5, 5, "de"), said(2, GROUP, 5, "de"), said(3, GROUP, 6, "de"))
    assert heard.languages == {1: {"ru"}, 2: {"ru"}, 3: {"de"}}
    heard.chosen.choose(GROUP, "zh_Hans")
    heard.handle(said(4, GROUP, 5, "de"))
    assert heard.languages[4] == {"zh_Hans"}


def test_a_language_that_is_no_longer_spoken_counts_for_nothing(heard):
    heard.chosen.choose(5, "tlh")
    heard.handle(said(1, 5, 5, "de"))
    assert heard.languages == {1: {"de"}}


def test_where_the_bot_is_a_guest_only_the_user_counts(heard):
    heard.chosen.choose(GROUP, "ru")
    guest = message("who?", chat(GROUP), guest_query_id="1", **{"from": user(5, "de")})
    heard.handle({"update_id": 1, "guest_message": guest})
    assert heard.languages == {1: {"de"}}


def test_presses_and_inline_queries_are_answered_in_the_language_of_who_makes_them(heard):
    heard.chosen.choose(5, "ru")
    shown = message("…", chat(GROUP), **{"from": BOT})
    press = {"id": "9", "from": user(6, "de"), "chat_instance": "1", "data": "x", "message": shown}
    query = {"id": "9", "from": user(5, "de"), "query": "who?", "offset": ""}
    heard.handle(
        {"update_id": 1, "callback_query": press}, {"update_id": 2, "inline_query": query}
    )
    assert heard.languages == {1: {"de"}, 2: {"ru"}}


def test_if_no_choice_can_be_read_the_update_is_handled_all_the_same(heard, monkeypatch, caplog):
    def fail(_):
        raise CorpusError("quotewire.db", "is damaged")

    monkeypatch.setattr(heard.chosen, "chosen", fail)
    heard.handle(said(1, 5, 5, "de"))
    assert heard.languages == {1: {"de"}}
    assert "is damaged" in caplog.text


UPDATES = st.lists(
    st.tuples(
        st.sampled_from([1, 2, 3, GROUP]), st.sampled_from([None, "de", "ru", "zh", "tlh"]),
        st.sampled_from([0, 0.5, 2, 7]),
    ),
    max_size=12,
)  # fmt: skip
CHOICES = st.dictionaries(st.sampled_from([1, 2, GROUP]), st.sampled_from(CODES))


@given(UPDATES, CHOICES)
def test_interleaved_updates_keep_their_languages(updates, choices):
    heard = Heard()
    for where, code in choices.items():
        heard.chosen.choose(where, code)
    bodies, expected = [], {}
    for number, (where, tag, seconds) in enumerate(updates):
        heard.seconds[number] = seconds
        bodies.append(said(number, where, abs(where) + 100 * (where < 0), tag))
        expected[number] = {choices.get(where) or catalogues.spoken_of(tag) or "en"}
    assert heard.handle(*bodies) == "en"
    assert heard.languages == expected


@pytest.mark.parametrize(
    ("body", "language"),
    [
        (said(1, 5, 5, "de"), "de"),
        ({"callback_query": {"from": user(5, "zh")}}, "zh_Hans"),
        ({"message": {"from": 5}}, "en"),
        ([], "en"),
        ({"message": {"from": {"id": 1 << 70, "language_code": 7}}}, "en"),
    ],
)
def test_the_language_of_an_update_is_found_without_parsing_it(heard, body, language):
    assert heard.speech.of_stored(5, json.dumps(body)) == language
    heard.chosen.choose(5, "ru")
    assert heard.speech.of_stored(5, json.dumps(body)) == "ru"
    assert heard.speech.of_stored(5, None) == "ru"
    assert heard.speech.of_stored(5, "{") == "ru"


@pytest.mark.parametrize(
    ("tags", "chosen", "language"),
    [(["de", "de"], None, "de"), (["de", "ru"], None, "en"), (["de", "ru"], "zh_Hans", "zh_Hans")],
)
def test_several_are_answered_together_in_a_language_of_all(heard, tags, chosen, language):
    if chosen:
        heard.chosen.choose(GROUP, chosen)
    asked = [Update.de_json(said(n, GROUP, 5 + n, tag), None) for n, tag in enumerate(tags)]
    receipt = Receipt(lambda: None)
    receipt.be_joint(lambda _: None)
    receipt.hold_parts([Part(one, Receipt(lambda: None)) for one in asked])
    with holding(receipt):
        run_fast(heard.speech.handle(asked[0]))
    assert heard.languages == {0: {language}}
