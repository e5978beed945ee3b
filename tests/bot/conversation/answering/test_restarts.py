"""What the bot remembers across restarts, and no longer than it says."""

import asyncio
import logging
import sqlite3
from contextlib import closing, contextmanager
from datetime import timedelta
from functools import partial

import pytest
from articles import FERRY
from fake_telegram import ALICE, BOT, GROUP, NOW, PRIVATE, Talk, build_bot, message
from sent import COSTS, PRICE, QUESTION, buttons, only, quoted

from bot.library.library import Library
from bot.replies.about_me import FORGOTTEN
from bot.replies.chat_sources.removing import FORGET
from corpus.article import LIBRARY
from corpus.errors import DatabaseError
from corpus.reading import read_article
from corpus.store.recent_answers import StoredAnswer, microseconds
from corpus.store.store import Store

FOLLOW_UP = "and for how much?"
SHOWN = message("…", PRIVATE, message_id=5000, **{"from": BOT})  # the first answer of each run
MARS = "What is the price of gold on Mars?"


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "quotewire.db"
    with closing(Store(path)) as store:
        store.add(read_article(FERRY.encode(), "ferry.txt"))
    return path


@contextmanager
def run(path, minutes=0):
    """A run of the bot, so many minutes after noon."""

    def clock():
        return NOW + timedelta(minutes=minutes)

    with closing(Store(path, busy_seconds=0)) as store:
        built = partial(build_bot, clock=clock)
        with Talk(Library(store), built=built, quotewire_questions_per_minute=0) as talk:
            yield talk


def ask(path, words=QUESTION, chat=PRIVATE):
    """Ask in a run of its own; return the question."""
    with run(path) as talk:
        asked = talk.message(words, chat)
        assert len(talk.send("message", asked)) == 1
    return asked


def after(path, said, minutes=1, **fields):
    """What the next run says to a message."""
    with run(path, minutes) as talk:
        return only(talk.say(said, **{"message_id": 20} | fields))


@pytest.mark.parametrize("replied", [{"reply_to_message": SHOWN}, {}])
def test_a_follow_up_is_understood(path, replied):
    ask(path)
    assert quoted(after(path, FOLLOW_UP, minutes=59, **replied))[0] == COSTS


@pytest.mark.parametrize("replied", [{"reply_to_message": SHOWN}, {}])
def test_a_follow_up_after_an_hour_stands_alone(path, replied):
    ask(path)
    assert quoted(after(path, FOLLOW_UP, minutes=60, **replied)) == []


def test_the_rest_of_the_hour_passes_in_the_next_run(path):
    ask(path)
    with run(path, minutes=50) as talk:
        talk.say("/help")
        talk.pass_time(601)
        assert quoted(only(talk.say(FOLLOW_UP))) == []


def test_after_an_hour_nothing_of_a_question_is_on_disk(path):
    ask(path, MARS)
    for minutes in (59, 60):
        with run(path, minutes) as talk:

            async def wait(bot=talk.bot):
                async with bot.background.running():
                    await asyncio.sleep(1)

            talk.runner.run(wait())
        assert (b"gold on Mars" in path.read_bytes()) is (minutes == 59)


def test_an_edited_question_has_its_answer_edited(path):
    asked = ask(path)
    with run(path, minutes=1) as talk:
        assert only(talk.edit(asked, PRICE))["message_id"] == 5000
    with run(path, minutes=2) as talk:
        assert talk.edit(asked, PRICE) == []  # it is answered


def test_the_button_for_the_closest_sentences_knows_a_follow_up(path):
    shown = message("…", PRIVATE, message_id=5001, **{"from": BOT})
    with run(path) as talk:
        talk.say(MARS)
        sent = only(talk.say("and of the vessel on Venus?", message_id=20))
        assert buttons(sent) == {
            "Show the closest sentences": "near",
            "Tell me when you know": "watch",
        }
        before = only(talk.press("near", message=shown))
        assert any("vessel" in quote for quote in quoted(before))
    with run(path, minutes=1) as talk:
        assert only(talk.press("near", message=shown)) == before


def test_a_source_updated_meanwhile_is_named(path):
    with closing(Store(path)) as store:
        store.remove(store.listed(LIBRARY, 0, 1)[0].id)
    ferry = f"---\nurl: https://courier.example/ferry\n---\n{FERRY}"
    with run(path) as talk:
        talk.say(f"/add {ferry}")
        talk.say(QUESTION)
        talk.say("/add " + ferry.replace("48 million", "51 million"))
    assert "has been updated" in after(path, QUESTION)["text"]


def test_forgetting_a_chat_deletes_its_answers_at_once_and_no_others(path):
    group = ask(path, f"@QuotewireBot {QUESTION}", GROUP)
    ask(path, MARS)
    with run(path) as talk:
        talk.press(FORGET)
        assert talk.press("near", message=SHOWN) == []
        assert str(FORGOTTEN) in [call.parameters.get("text") for call in talk.api.calls]
        log = path.with_name(f"{path.name}-wal")
        assert b"gold on Mars" not in path.read_bytes() + log.read_bytes()
    assert quoted(after(path, FOLLOW_UP)) == []
    replied = {"reply_to_message": group, "chat": GROUP}
    assert quoted(after(path, f"@QuotewireBot {FOLLOW_UP}", **replied))[0] == COSTS


def test_a_group_that_removes_the_bot_is_forgotten(path):
    asked = ask(path, f"@QuotewireBot {QUESTION}", GROUP)
    with run(path) as talk:
        change = {"chat": GROUP, "from": ALICE, "date": asked["date"]}
        members = {
            "old_chat_member": {"status": "member", "user": BOT},
            "new_chat_member": {"status": "left", "user": BOT},
        }
        talk.send("my_chat_member", change | members)
    assert QUESTION.encode() not in path.read_bytes()
    shown = message("…", GROUP, message_id=5000, **{"from": BOT})
    replied = {"reply_to_message": shown, "chat": GROUP}
    assert quoted(after(path, f"@QuotewireBot {FOLLOW_UP}", **replied)) == []


def test_a_group_that_becomes_a_supergroup_starts_anew(path):
    small = {"id": -5, "type": "group", "title": "Newsroom"}
    with run(path) as talk:
        talk.api.chats = [*talk.api.chats, small]
        talk.say(f"@QuotewireBot {QUESTION}", small)
        talk.say(None, small, migrate_to_chat_id=GROUP["id"])
        shown = message("…", small, message_id=5000, **{"from": BOT})
        for chat in (small, GROUP):  # there, message 5000 would be another one
            sent = talk.say(FOLLOW_UP, chat, reply_to_message=shown | {"chat": chat})
            assert quoted(sent) == []
    assert QUESTION.encode() not in path.read_bytes()


def test_what_cannot_be_stored_is_stored_with_the_next_answer(path, caplog):
    with run(path) as talk, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseError):  # Telegram must send it again, but it is answered
            talk.say(QUESTION)
        talk.runner.run(talk.bot.dispatch.idle())
        assert talk.methods().count("sendMessage") == 1
        other.execute("ROLLBACK")
        talk.say(MARS)
    assert quoted(after(path, FOLLOW_UP, reply_to_message=SHOWN))[0] == COSTS
    assert caplog.text.count("Could not store recent answers") == 1


def test_what_is_stored_and_damaged_is_forgotten(path, caplog):
    ask(path)
    with closing(Store(path)) as store:
        bodies = [b"\xff", b"{}", b"[]", b"3", b'{"question": [1]}']
        time = microseconds(NOW)
        rows = [StoredAnswer(time + at, 1, body) for at, body in enumerate(bodies, 1)]
        store.recent_answers.store(rows)
    assert quoted(after(path, FOLLOW_UP))[0] == COSTS
    assert not [one for one in caplog.records if one.levelno > logging.INFO]
    with closing(Store(path)) as store:
        assert len(store.recent_answers.answers(NOW)) == 2


def stored(shown, sent=5000, words='"who?"'):
    """The row of an answer that showed a sentence."""
    return (
        f'{{"question": [1, 9], "sent": {sent}, "request": ["ask", {words}], '
        f'"turn": ["who?", [{shown}]], "before": null, "quoted": [], "samples": false}}'
    ).encode()


@pytest.mark.parametrize(
    "body",
    [b"[" * 100_000, stored("[1, 1e999]"), stored(f"[1, {2**63}]"), stored(f"[{2**70}, 1]"),
     stored("[1, -1]"), stored("[1, null]"), stored("[1, 1]", sent="1e999")],
)  # fmt: skip
def test_what_names_no_possible_place_is_forgotten(path, body):
    ask(path)
    with closing(Store(path)) as store:
        store.recent_answers.store([StoredAnswer(microseconds(NOW) + 1, PRIVATE["id"], body)])
    assert quoted(after(path, FOLLOW_UP))
    with closing(Store(path)) as store:
        assert len(store.recent_answers.answers(NOW)) == 2
