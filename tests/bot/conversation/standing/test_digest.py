import asyncio
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial

import pytest
from fake_telegram import ALICE, FORUM, GROUP, SENDING, Talk, build_bot
from sent import QUESTION, only, quoted, text
from standing import MovableClock, sent_later

from bot.conversation.standing.digest import DigestNews
from bot.library.library import Library
from bot.wording.wording import spoken
from corpus.store.chats.digests import Digests
from corpus.store.store import Store

SEVEN = datetime(2025, 3, 3, 7, 0, tzinfo=UTC)


@pytest.fixture
def clock():
    return MovableClock(SEVEN)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "quotewire.db"


@contextmanager
def run(path, clock, **settings):
    """Run the bot over a file."""
    built = partial(build_bot, clock=clock)
    with (
        closing(Store(path, clock)) as store,
        closing(Library(store)) as library,
        Talk(library, built=built, **settings) as talk,
    ):
        yield talk


def add(path, article):
    with closing(Store(path)) as store:
        store.add(article)


def test_what_came_in_is_sent_at_the_time_and_nothing_otherwise(path, clock, ferry, bridge):
    with run(path, clock) as talk:
        said = text(talk.say("/digest daily 8:00"))
        assert said.startswith("I’ll send what’s new every day at 8:00 (UTC).")
        add(path, ferry)
        clock.pass_time(minutes=59)
        assert sent_later(talk) == []
        clock.pass_time(minutes=1)
        sent = only(sent_later(talk))
        assert sent["text"].startswith("New since 3 Mar 2025, 07:00 UTC:")
        assert sent["text"].endswith("To stop this digest, send /digest off.")
        assert len(quoted(sent)) == 1
        assert sent_later(talk, 100) == []
        clock.pass_time(days=1)
        assert sent_later(talk) == []  # nothing came in
        add(path, bridge)
        clock.pass_time(days=1)
        assert only(sent_later(talk))["text"].startswith("New since 4 Mar 2025, 08:00 UTC:")


@pytest.mark.parametrize(("late", "count"), [({"hours": 5, "minutes": 59}, 1), ({"hours": 7}, 0)])
def test_a_missed_digest_is_sent_late_but_not_much_later(path, clock, ferry, late, count):
    with run(path, clock) as talk:
        talk.say("/digest 8")
    add(path, ferry)
    clock.pass_time(hours=1)
    clock.pass_time(**late)
    with run(path, clock) as talk:
        assert len(sent_later(talk)) == count
    clock.now = datetime(2025, 3, 4, 8, tzinfo=UTC)
    with run(path, clock) as talk:
        assert len(sent_later(talk)) == 1 - count  # what came in is not lost


def test_a_kill_while_one_is_sent_does_not_send_it_twice(path, clock, ferry, monkeypatch):
    with run(path, clock) as talk:
        talk.say("/digest 8")
        add(path, ferry)
        clock.pass_time(hours=1)
        with monkeypatch.context() as killed:
            killed.setattr("bot.conversation.standing.digest.deliver", _kill)
            assert sent_later(talk) == []
    with run(path, clock) as talk:
        assert sent_later(talk) == []


async def _kill(*_):
    raise RuntimeError("as if killed")


def test_one_that_could_not_be_sent_is_sent_again(path, clock, ferry):
    with run(path, clock) as talk:
        talk.say("/digest 8")
        add(path, ferry)
        clock.pass_time(hours=1)
        talk.api.fail("sendMessage", 502, "Bad Gateway", times=4)
        assert len(sent_later(talk, 40)) == 5
        assert sent_later(talk, 40) == []


def test_the_digest_of_a_chat_that_is_gone_is_deleted(path, clock, ferry):
    with run(path, clock) as talk:
        talk.say("/digest 8")
        add(path, ferry)
        clock.pass_time(hours=1)
        talk.api.fail("sendMessage", 403, "Forbidden: bot was blocked by the user")
        sent_later(talk)
        assert "no digest" in text(talk.say("/digest"))


def test_it_is_shown_changed_and_ended(path, clock):
    with run(path, clock, quotewire_time_zone="Europe/Paris") as talk:
        assert "There is no digest here." in text(talk.say("/digest"))
        assert "I don’t understand that time." in text(talk.say("/digest whenever"))
        talk.say("/digest weekly Friday 5 pm")
        assert "every Friday at 17:00 (Europe/Paris)" in text(talk.say("/digest"))
        talk.say("/digest daily 8")
        assert "every day at 8:00 (Europe/Paris)" in text(talk.say("/digest"))
        assert text(talk.say("/digest off")) == "The digest is off."
        assert "There is no digest here." in text(talk.say("/digest off"))


def test_the_time_is_that_of_the_zone(path, clock, ferry):
    with run(path, clock, quotewire_time_zone="Europe/Paris") as talk:
        clock.pass_time(minutes=-1)
        talk.say("/digest daily 8:00")
        add(path, ferry)
        clock.pass_time(minutes=1)
        assert only(sent_later(talk))["text"].startswith("New since 3 Mar 2025, 07:59 CET:")


def test_changing_the_time_loses_nothing(path, clock, ferry):
    with run(path, clock) as talk:
        talk.say("/digest daily 8:00")
        add(path, ferry)
        talk.say("/digest daily 9:00")
        clock.pass_time(hours=1)
        assert sent_later(talk) == []
        clock.pass_time(hours=1)
        assert len(sent_later(talk)) == 1


def test_in_a_group_only_administrators_set_it_and_it_comes_in_their_topic(path, clock, ferry):
    in_topic = {"message_thread_id": 33, "is_topic_message": True}
    with run(path, clock) as talk:
        assert "Only administrators" in text(talk.say("/digest@QuotewireBot 8", GROUP))
        talk.api.administrators.add(ALICE["id"])
        talk.say("/digest@QuotewireBot 8", FORUM, **in_topic)
        add(path, ferry)
        clock.pass_time(hours=1)
        sent = only(sent_later(talk))
        assert (sent["chat_id"], sent["message_thread_id"]) == (FORUM["id"], 33)


def test_a_chat_that_is_served_no_longer_gets_none(path, clock, ferry):
    with run(path, clock) as talk:
        talk.say("/digest 8")
    add(path, ferry)
    clock.pass_time(hours=1)
    with run(path, clock, quotewire_allowed_chats=frozenset({2})) as talk:
        assert sent_later(talk) == []
    with closing(Store(path)) as store:
        assert Digests(store.database).of_chat(1) is None


def test_forgetting_a_chat_ends_its_digest(path, clock):
    with run(path, clock) as talk:
        talk.say("/digest 8")
        talk.press("forget")
        assert "no digest" in text(talk.say("/digest"))


def test_many_digests_at_once_let_answers_go_first(path, clock, ferry):
    chats = [{"id": number, "type": "private", "first_name": "A"} for number in range(100, 160)]
    with run(path, clock) as talk:
        talk.api.chats += chats
        for chat in chats:
            talk.say("/digest 8", chat, **{"from": ALICE | {"id": chat["id"]}})
        add(path, ferry)
        clock.pass_time(hours=1)
        before = len(talk.api.calls)

        async def ask_meanwhile():
            async with talk.bot.background.running():
                await asyncio.sleep(0.3)
                talk.arrive("message", talk.message(QUESTION))
                await asyncio.sleep(30)

        talk.runner.run(ask_meanwhile())
        sent = [
            one.parameters["chat_id"] for one in talk.api.calls[before:] if one.method in SENDING
        ]
        assert sorted(sent) == [ALICE["id"], *range(100, 160)]
        assert sent.index(ALICE["id"]) < 20


def test_a_digest_in_a_topic_that_is_gone_comes_outside_of_it(path, clock, ferry):
    in_topic = {"message_thread_id": 33, "is_topic_message": True}
    with run(path, clock) as talk:
        talk.api.administrators.add(ALICE["id"])
        talk.say("/digest@QuotewireBot 8", FORUM, **in_topic)
        add(path, ferry)
        clock.pass_time(hours=1)
        talk.api.fail("sendMessage", 400, "Bad Request: message thread not found")
        assert "message_thread_id" not in sent_later(talk)[-1]


def test_in_a_group_that_is_not_listed_nothing_is_kept(path, clock):
    with run(path, clock, quotewire_allowed_chats=frozenset({ALICE["id"]})) as talk:
        talk.api.administrators.add(ALICE["id"])
        for asked in ("/digest@QuotewireBot 8", "/watch@QuotewireBot Who built the Titanic?"):
            assert "chats that my operator has listed" in text(talk.say(asked, GROUP))


def test_a_clock_that_was_wrong_for_a_while_does_not_silence_a_digest(path, clock, ferry):
    with run(path, clock) as talk:
        talk.say("/digest 8")
        add(path, ferry)
        clock.pass_time(days=400)
        assert sent_later(talk) == []  # the time of day is not eight
        clock.now = SEVEN
        assert sent_later(talk) == []
        clock.pass_time(hours=1)
        assert len(sent_later(talk)) == 1
        clock.pass_time(days=1)
        assert sent_later(talk) == []


def test_groups_in_slow_mode_do_not_hold_up_the_digests_of_others(path, clock, ferry):
    slow = [{"id": number, "type": "supergroup", "title": "Slow"} for number in range(-105, -99)]
    with run(path, clock, quotewire_everyone_may_add=True) as talk:
        talk.api.chats += slow
        for chat in slow:
            talk.say("/digest@QuotewireBot 8", chat)
        talk.say("/digest 8")
        add(path, ferry)
        clock.pass_time(hours=1)
        asked = "Too Many Requests: retry after 3600"
        talk.api.fail("sendMessage", 429, asked, times=len(slow), retry_after=3600)
        sent = [one["chat_id"] for one in sent_later(talk, 120)]
        assert sorted(sent) == [*range(-105, -99), ALICE["id"]]
        clock.pass_time(hours=1)
        later = [one["chat_id"] for one in sent_later(talk, 3700)]
        assert sorted(later) == [*range(-105, -99)]


def test_a_digest_that_fails_costs_the_others_nothing(path, clock, ferry, monkeypatch, caplog):
    reply = DigestNews._reply  # noqa: SLF001 - no reply is known to fail

    async def fail(self, digest, upto):
        if digest.chat == GROUP["id"]:
            raise RuntimeError("a surprise")
        return await reply(self, digest, upto)

    monkeypatch.setattr(DigestNews, "_reply", fail)
    with run(path, clock, quotewire_everyone_may_add=True) as talk:
        talk.say("/digest@QuotewireBot 8", GROUP)
        talk.say("/digest 8")
        add(path, ferry)
        clock.pass_time(hours=1)
        assert [one["chat_id"] for one in sent_later(talk, 120)] == [ALICE["id"]]
        assert caplog.text.count("RuntimeError: a surprise") == 1


@pytest.mark.parametrize(("chosen", "language"), [(None, "de"), ("en", "en")])
def test_a_digest_is_in_the_language_chosen_or_in_which_it_was_set(
    path, clock, ferry, monkeypatch, chosen, language
):
    reply, languages = DigestNews._reply, []  # noqa: SLF001 - no word of it may be known

    async def note(self, digest, upto):
        languages.append(spoken())
        return await reply(self, digest, upto)

    monkeypatch.setattr(DigestNews, "_reply", note)
    with run(path, clock) as talk:
        talk.say("/digest 8", **{"from": ALICE | {"language_code": "de"}})
        if chosen:
            talk.say(f"/language {chosen}")
        add(path, ferry)
        clock.pass_time(hours=1)
        sent_later(talk)
    assert languages == [language]
