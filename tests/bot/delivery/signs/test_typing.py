"""The line "typing…", through the whole bot."""

import asyncio

import pytest
from fake_telegram import FORUM, GROUP, PRIVATE
from sent import BUILT, QUESTION, quoted

from bot.library.second_process import Responder

MENTION = "@QuotewireBot"


@pytest.fixture
def slow(monkeypatch):
    """Let each answer take some seconds, by the loop's clock."""
    answer = Responder.answer

    def take(seconds):
        async def slowly(*args):
            await asyncio.sleep(seconds)
            return await answer(*args)

        monkeypatch.setattr(Responder, "answer", slowly)

    return take


def shown(talk):
    return [call.parameters for call in talk.api.calls if call.method == "sendChatAction"]


@pytest.mark.parametrize(("seconds", "times"), [(0, 0), (0.4, 0), (0.6, 1), (4, 1), (11, 3)])
def test_it_is_shown_while_an_answer_takes_longer_than_half_a_second(talk, slow, seconds, times):
    slow(seconds)
    assert quoted(talk.say(QUESTION))[0] == BUILT
    talk.pass_time(60)
    assert shown(talk) == [{"chat_id": PRIVATE["id"], "action": "typing"}] * times


def test_it_is_shown_in_the_topic_of_the_question(talk, slow):
    slow(1)
    talk.say(f"{MENTION} {QUESTION}", FORUM, is_topic_message=True, message_thread_id=7)
    (one,) = shown(talk)
    assert (one["chat_id"], one["message_thread_id"]) == (FORUM["id"], 7)


def test_if_it_fails_the_answer_comes_all_the_same(talk, slow):
    slow(20)
    talk.api.fail("sendChatAction", 403, "Forbidden: bot was kicked")
    assert quoted(talk.say(QUESTION))[0] == BUILT
    assert len(shown(talk)) == 1
    talk.api.fail("sendChatAction", 429, "Too Many Requests", retry_after=60)
    assert quoted(talk.say(QUESTION))[0] == BUILT


def test_it_is_not_shown_while_a_group_waits_for_its_limit(talk):
    for number in range(25):
        talk.say(f"{MENTION} {QUESTION} {number}", GROUP)
    assert shown(talk) == []
    talk.api.fail("sendMessage", 429, "Too Many Requests", retry_after=3)
    talk.say(QUESTION)
    assert len(shown(talk)) == 1  # in private, it is


@pytest.mark.usefixtures("reading")
def test_it_is_shown_while_a_source_is_being_read(talk):
    talk.say("/add Storm takes 6 seconds.\nIt rained.")
    assert len(shown(talk)) == 2
    talk.pass_time(60)
    assert len(shown(talk)) == 2
