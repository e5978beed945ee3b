import asyncio
from contextlib import closing

import pytest
from crowd import CrowdedGroup
from fake_telegram import ALICE, BOT, GROUP, MONDAY, NOW, PRIVATE, Talk, message

from bot.conversation.groups import administered
from bot.conversation.reacting import feedback
from bot.library.library import Library
from bot.replies.feedback import NOTED, TOO_OLD
from corpus.errors import DatabaseError
from corpus.store.chats.tallies import Event
from corpus.store.store import Store
from corpus.store.unanswered import Reason

BOB = {"id": 2, "is_bot": False, "first_name": "Bob"}
ASKED = "Who built the vessel?"
IN_GROUP = f"@QuotewireBot {ASKED}"
GOOD, BAD = Event.GOOD, Event.BAD


@pytest.fixture
def library(ferry):
    return Library.of([ferry])


@pytest.fixture
def talk(library):
    with Talk(library, quotewire_keep_unanswered=True) as conversation:
        yield conversation


def ask(talk, chat=PRIVATE):
    """Ask, and return the number of the answer, which the fake Telegram counts from 5000."""
    talk.say(ASKED if chat is PRIVATE else IN_GROUP, chat)
    return 4999 + talk.methods().count("sendMessage")


def react(talk, number, new, old=(), **fields):
    change = {
        "chat": PRIVATE,
        "message_id": number,
        "date": MONDAY,
        "user": ALICE,
        "old_reaction": [{"type": "emoji", "emoji": one} for one in old],
        "new_reaction": [{"type": "emoji", "emoji": one} for one in new],
    }
    return talk.send("message_reaction", change | fields)


def rate(talk, number, data, chat=GROUP, **fields):
    """Press a button under an answer; return the texts at the top of the screen."""
    before = len(talk.api.calls)
    shown = message("…", chat, message_id=number, **{"from": BOT})
    talk.press(data, message=shown, **fields)
    calls = talk.api.calls[before:]
    assert [one.method for one in calls] == ["answerCallbackQuery"]  # the message stays as it is
    return [one.parameters.get("text") for one in calls]


def counts(library):
    library.store.tallies.write()
    found = library.store.tallies.since(NOW.date())
    return found[GOOD], found[BAD]


def disliked(library):
    asked = library.store.unanswered.questions()
    return [one.question for one in asked if one.reason is Reason.DISLIKED]


def buttons(sent):
    rows = (sent.get("reply_markup") or {"inline_keyboard": []})["inline_keyboard"]
    return [button.get("callback_data") for row in rows for button in row]


# Reactions


def test_a_reaction_counts_until_it_is_taken_back(talk, library):
    number = ask(talk)
    assert react(talk, number, ["👍"]) == []  # nothing is said about it
    assert counts(library) == (1, 0)
    react(talk, number, ["👎"], ["👍"])
    assert counts(library) == (0, 1)
    react(talk, number, [], ["👎"])
    assert counts(library) == (0, 0)


def test_a_person_counts_once_whatever_the_number_of_emoji(talk, library):
    number = ask(talk)
    react(talk, number, ["👍"])
    react(talk, number, ["👍", "❤️", "🔥"], ["👍"])
    react(talk, number, ["👍", "❤️", "🔥"], ["👍"])  # Telegram may send an update twice
    assert counts(library) == (1, 0)
    react(talk, number, ["👏"], user=BOB)
    assert counts(library) == (2, 0)


def test_other_emoji_say_nothing(talk, library):
    number = ask(talk)
    react(talk, number, ["🤔"])
    custom = {"new_reaction": [{"type": "custom_emoji", "custom_emoji_id": "5"}]}
    react(talk, number, [], **custom)
    assert counts(library) == (0, 0)


def test_only_answers_of_the_last_hour_are_rated(talk, library):
    number = ask(talk)
    talk.say("thanks")
    react(talk, number + 1, ["👍"])  # small talk, or no message of the bot at all
    react(talk, 12, ["👍"])
    react(talk, number, ["👍"], chat=GROUP)  # another message with that number
    talk.pass_time(3601)
    react(talk, number, ["👎"])
    assert counts(library) == (0, 0)
    assert disliked(library) == []


def test_reactions_to_other_messages_are_not_even_stored(talk, library):
    ask(talk)
    react(talk, 12, ["👍"], chat=GROUP)
    with library.store.database.reading() as connection:
        (handled,) = connection.execute("SELECT count(*) FROM answered").fetchone()
    assert handled == 1  # the question


def test_who_is_not_served_and_who_is_nobody_does_not_count(library):
    with Talk(library, quotewire_allowed_chats={1}) as talk:
        number = ask(talk)
        react(talk, number, ["👍"], chat=GROUP, user=BOB)
        react(talk, number, ["👍"], user=None)
        assert counts(library) == (0, 0)


def test_a_reaction_from_before_a_restart_can_be_taken_back(library, tmp_path, ferry):
    with closing(Store(tmp_path / "quotewire.db")) as store:
        store.add(ferry)
        library = Library(store)
        with Talk(library) as talk:
            number = ask(talk)
            react(talk, number, ["👍"])
            assert counts(library) == (1, 0)
        with Talk(library) as talk:
            react(talk, number, ["👎"], ["👍"])
            assert counts(library) == (0, 1)
            react(talk, number, [], ["👎"])
            react(talk, number, [], ["👎"])
            assert counts(library) == (0, 0)


def test_who_rated_an_answer_is_forgotten_with_it_and_is_only_a_hash_before(talk):
    number = ask(talk)
    react(talk, number, ["👎"])
    (job,) = [one for one in talk.bot.own_background._jobs if one.name == "feedback"]  # noqa: SLF001 - there is no other way to the memory
    rated = job.work.__self__
    ((known,),) = (each.keys() for each in rated._given.values())  # noqa: SLF001 - as above
    assert known != ALICE["id"]

    async def an_hour():
        async with talk.bot.own_background.running():
            await asyncio.sleep(3600 + 2 * feedback.ROUND)

    talk.runner.run(an_hour())
    assert rated._given == {}  # noqa: SLF001 - as above
    assert rated._disliked == set()  # noqa: SLF001 - as above


def test_no_more_people_are_remembered_than_there_is_room_for(talk, library, monkeypatch):
    monkeypatch.setattr(feedback, "MOST_PEOPLE", 1)
    number = ask(talk)
    react(talk, number, ["👍"])
    react(talk, number, ["👍"], user=BOB)
    react(talk, number, ["👎"], ["👍"])
    assert counts(library) == (0, 1)


# Disliked answers


def test_a_disliked_answer_makes_its_question_an_open_one_until_nobody_dislikes_it(talk, library):
    number = ask(talk)
    react(talk, number, ["👎"])
    react(talk, number, ["💩"], ["👎"])
    react(talk, number, ["🤮"], user=BOB)
    assert disliked(library) == [ASKED]  # once
    react(talk, number, [], ["👎"])
    assert disliked(library) == [ASKED]
    react(talk, number, ["👍"], ["🤮"], user=BOB)
    assert disliked(library) == []


def test_a_follow_up_is_stored_with_what_it_follows_up_on(talk, library):
    ask(talk)
    talk.say("and how long is it?")
    react(talk, 4999 + talk.methods().count("sendMessage"), ["👎"])
    assert disliked(library) == [f"and how long is it? ({ASKED})"]


def test_forgetting_a_chat_deletes_the_question_of_a_disliked_answer(talk, library):
    number = ask(talk)
    react(talk, number, ["👎"])
    talk.press("forget")
    assert disliked(library) == []
    react(talk, number, [], ["👎"])
    assert counts(library) == (0, 1)


def test_no_question_is_stored_unless_the_operator_wants_it(library):
    with Talk(library) as talk:
        react(talk, ask(talk), ["👎"])
        assert counts(library) == (0, 1)
        assert library.store.unanswered.questions() == []


def test_a_question_that_cannot_be_stored_or_deleted_breaks_nothing(talk, library, monkeypatch):
    def fail(*_):
        raise DatabaseError("quotewire.db", "cannot be written: the disk is full", "SQLITE_FULL")

    number = ask(talk, GROUP)
    monkeypatch.setattr(library.store.unanswered, "add", fail)
    assert rate(talk, number, "rate:bad") == [str(NOTED)]
    assert disliked(library) == []
    monkeypatch.undo()
    rate(talk, number, "rate:bad", **{"from": BOB})
    assert disliked(library) == [ASKED]
    monkeypatch.setattr(library.store.unanswered, "withdraw", fail)
    rate(talk, number, "rate:good")
    assert rate(talk, number, "rate:good", **{"from": BOB}) == [str(NOTED)]
    assert counts(library) == (2, 0)


# Buttons


def test_a_group_gets_buttons_unless_the_bot_administers_it(talk):
    assert "rate:good" not in buttons(talk.say(ASKED)[0])  # there, Telegram delivers reactions
    assert {"rate:good", "rate:bad"} <= {*buttons(talk.say(IN_GROUP, GROUP)[0])}
    talk.say(IN_GROUP, GROUP)
    assert talk.methods().count("getChatMember") == 1  # asked once
    talk.send("my_chat_member", membership("member", "administrator"))
    assert "rate:good" not in buttons(talk.say(IN_GROUP, GROUP)[0])
    talk.send("my_chat_member", membership("administrator", "member"))
    assert {"rate:good", "rate:bad"} <= {*buttons(talk.say(IN_GROUP, GROUP)[0])}


def membership(old, new):
    rights = dict.fromkeys(
        "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats "
        "can_restrict_members can_promote_members can_change_info can_invite_users "
        "can_post_stories can_edit_stories can_delete_stories".split(),
        False,
    )
    return {
        "chat": GROUP,
        "from": ALICE,
        "date": MONDAY,
        "old_chat_member": {"user": BOT, "status": old} | rights,
        "new_chat_member": {"user": BOT, "status": new} | rights,
    }


def test_while_telegram_does_not_say_there_are_buttons(talk, monkeypatch):
    monkeypatch.setattr(administered, "MOST_GROUPS", 1)
    talk.api.fail("getChatMember", 400, "Bad Request: chat not found")
    assert {"rate:good", "rate:bad"} <= {*buttons(talk.say(IN_GROUP, GROUP)[0])}
    talk.api.administrators.add(BOT["id"])
    assert "rate:good" not in buttons(talk.say(IN_GROUP, GROUP)[0])


def test_nothing_found_has_no_buttons_to_rate_it(talk):
    assert "rate:good" not in buttons(talk.say("@QuotewireBot what does gold cost", GROUP)[0])


def test_a_press_counts_once_for_a_person_and_can_be_changed(talk, library):
    number = ask(talk, GROUP)
    assert rate(talk, number, "rate:good") == [str(NOTED)]
    assert rate(talk, number, "rate:good") == [str(NOTED)]
    assert counts(library) == (1, 0)
    rate(talk, number, "rate:good", **{"from": BOB})
    assert counts(library) == (2, 0)
    rate(talk, number, "rate:bad")
    assert counts(library) == (1, 1)
    assert disliked(library) == [ASKED]


def test_a_press_under_an_old_answer_or_no_answer_says_so(talk, library):
    number = ask(talk, GROUP)
    assert rate(talk, number + 1, "rate:good") == [str(TOO_OLD)]
    talk.pass_time(3601)
    assert rate(talk, number, "rate:bad") == [str(TOO_OLD)]
    assert counts(library) == (0, 0)


@pytest.mark.parametrize(
    "data", ["rate:", "rate:great", "rate:good\n", "Rate:good", "rate:good:1"]
)
def test_forged_data_counts_nothing(talk, library, data):
    number = ask(talk, GROUP)
    assert rate(talk, number, data) == [None]
    assert counts(library) == (0, 0)


def test_metrics_count_what_readers_say(talk):
    number = ask(talk)
    react(talk, number, ["👍"])
    react(talk, number, [], ["👍"])
    figures = talk.bot.metrics.text().decode()
    assert 'quotewire_feedback_total{kind="good"} 1.0' in figures
    assert 'quotewire_feedback_total{kind="taken back"} 1.0' in figures


def test_a_disliked_joint_answer_makes_none_of_its_questions_an_open_one(talk, library):
    crowd = CrowdedGroup(talk)
    crowd.run(*[(0, ASKED)] * 40)
    react(talk, 4999 + talk.methods().count("sendMessage"), ["👎"], chat=GROUP)
    assert disliked(library) == []
    assert counts(library) == (0, 1)
