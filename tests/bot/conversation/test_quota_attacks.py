"""Attempts to have more answers than the quota allows, while other users ask theirs."""

import asyncio
from datetime import timedelta
from email.utils import format_datetime

import httpx
import pytest
from fake_telegram import (
    BOT,
    FORUM,
    GROUP,
    MONDAY,
    NOW,
    PRIVATE,
    TOKEN,
    FakeTelegram,
    Talk,
    message,
)
from sent import BUILT, PRICE, QUESTION, quoted, text

from bot.application import build
from bot.delivery.telegram_time import TelegramTime
from bot.library.library import Library
from bot.replies.about_me import BELATED, NOT_SERVED, TOO_MANY
from bot.settings import Settings

PER_MINUTE = 20
FLOOD = 150
VICTIM = {"from": {"id": 2, "is_bot": False, "first_name": "Victim"}}
BUTTONS = [
    "sources:2",
    "near",
    f"remove:{'0' * 16}",
    f"undo:{'0' * 16}",
    "forget",
    "keep",
    "unknown",
]


@pytest.fixture
def flooded(ferry):
    with Talk(Library.of([ferry]), quotewire_questions_per_minute=PER_MINUTE) as talk:
        yield talk


def is_answered(talk, **fields):
    """Whether somebody else's question is answered now."""
    return quoted(talk.say(f"@QuotewireBot {QUESTION}", GROUP, **VICTIM, **fields))[0] == BUILT


def callback_answers(talk):
    """The texts shown where buttons were pressed; None where nothing was shown."""
    calls = [call for call in talk.api.calls if call.method == "answerCallbackQuery"]
    return [call.parameters.get("text") for call in calls]


def old(talk, number=77, age=120):
    return talk.message(QUESTION, date=MONDAY - age, message_id=number)


def refused(sent):
    return [one["text"] for one in sent].count(str(TOO_MANY))


@pytest.mark.parametrize("age", [0, 70, 290])
def test_150_edits_of_one_message_are_answered_up_to_the_quota(flooded, age):
    said = old(flooded, age=age)
    sent = []
    for number in range(FLOOD):
        sent += flooded.edit(said, [PRICE, QUESTION][number % 2], after=age)
    assert len(sent) - refused(sent) == PER_MINUTE
    assert refused(sent) == 1
    assert is_answered(flooded)
    flooded.pass_time(61)
    assert quoted(flooded.say(QUESTION))[0] == BUILT


def test_150_edits_of_150_messages_are_answered_up_to_the_quota(flooded):
    sent = []
    for number in range(FLOOD):
        sent += flooded.edit(old(flooded, 1000 + number), QUESTION, after=120)
    assert len(sent) - refused(sent) == PER_MINUTE
    assert refused(sent) == 1
    assert is_answered(flooded)


@pytest.mark.parametrize("data", BUTTONS)
def test_150_presses_of_a_button_work_up_to_the_quota(flooded, data):
    question = old(flooded)
    shown = message("…", PRIVATE, message_id=5000, reply_to_message=question, **{"from": BOT})
    edits = [one for _ in range(FLOOD) for one in flooded.press(data, message=shown)]
    assert len(edits) == (0 if data == "unknown" else PER_MINUTE)
    answers = callback_answers(flooded)
    assert len(answers) == FLOOD
    assert answers[PER_MINUTE:] == [str(TOO_MANY), *[None] * (FLOOD - PER_MINUTE - 1)]
    assert flooded.say(QUESTION) == []  # questions and presses have one quota
    assert is_answered(flooded)
    flooded.pass_time(61)
    assert quoted(flooded.say(QUESTION))[0] == BUILT


def test_presses_below_messages_that_telegram_hides_count(flooded):
    hidden = {"message_id": 7, "date": 0, "chat": PRIVATE}
    for data in BUTTONS * 3:
        assert flooded.press(data, message=hidden) == []
    assert callback_answers(flooded).count(str(TOO_MANY)) == 1
    assert len(callback_answers(flooded)) == len(BUTTONS) * 3


def test_presses_in_many_groups_count_together(flooded):
    for number in range(FLOOD):
        shown = message("…", [GROUP, FORUM, PRIVATE][number % 3], message_id=7, **{"from": BOT})
        flooded.press("unknown", message=shown)
    assert callback_answers(flooded)[PER_MINUTE:].count(str(TOO_MANY)) == 1
    assert flooded.say(f"@QuotewireBot {QUESTION}", GROUP) == []
    assert is_answered(flooded)


def test_messages_edits_and_presses_count_together(flooded):
    said = flooded.message(QUESTION)
    flooded.send("message", said)
    for number in range(9):
        flooded.edit(said, [PRICE, QUESTION][number % 2])
        flooded.press("keep")
    assert quoted(flooded.say(QUESTION))[0] == BUILT
    assert text(flooded.say(QUESTION)) == str(TOO_MANY)


def test_a_press_that_has_to_be_handled_twice_counts_once(ferry):
    with Talk(Library.of([ferry]), quotewire_questions_per_minute=2) as talk:
        talk.api.fail("answerCallbackQuery", 502, "Bad Gateway", times=3)
        talk.press("keep")
        assert len(callback_answers(talk)) == 4
        assert quoted(talk.say(QUESTION))[0] == BUILT
        assert text(talk.say(QUESTION)) == str(TOO_MANY)


def test_an_edit_that_has_to_be_handled_twice_counts_once(ferry):
    with Talk(Library.of([ferry]), quotewire_questions_per_minute=2) as talk:
        talk.api.fail("sendMessage", 502, "Bad Gateway", times=9)
        assert quoted(talk.edit(old(talk), QUESTION, after=120)[-1])[0] == BUILT
        assert quoted(talk.say(QUESTION))[0] == BUILT
        assert text(talk.say(QUESTION)) == str(TOO_MANY)


def test_edits_made_while_the_bot_was_offline_are_not_refused(flooded):
    for number in range(2 * PER_MINUTE):
        edited = flooded.edit(old(flooded, 1000 + number, age=300), QUESTION, after=180)
        assert quoted(edited)[0] == BUILT


def test_a_user_who_is_not_served_is_told_so_up_to_the_quota(ferry):
    settings = {"quotewire_allowed_chats": "2"}
    with Talk(Library.of([ferry]), quotewire_questions_per_minute=PER_MINUTE, **settings) as talk:
        sent = [one["text"] for _ in range(FLOOD) for one in talk.say(QUESTION)]
        assert sent == [*[str(NOT_SERVED)] * PER_MINUTE, str(TOO_MANY)]
        assert is_answered(talk)


def test_questions_that_pile_up_in_the_bot_are_answered_up_to_the_quota(ferry):
    settings = {"quotewire_questions_per_minute": PER_MINUTE}
    with Talk(Library.of([ferry]), built=on_a_machine(lambda: NOW), **settings) as talk:
        talk.api.fail("sendMessage", 429, retry_after=100)
        sent = talk.send("message", *[talk.message(QUESTION) for _ in range(FLOOD)])
        assert len(sent) == PER_MINUTE + 2  # one of them had to be sent twice
        assert refused(sent) == 1
        assert is_answered(talk)


def test_questions_that_wait_for_telegram_are_all_answered(ferry):
    settings = {"quotewire_questions_per_minute": 2}
    with Talk(Library.of([ferry]), built=on_a_machine(lambda: NOW), **settings) as talk:
        talk.api.fail("sendMessage", 502, "Bad Gateway", times=40)

        async def ask():
            for number in range(10):
                date = MONDAY + 30 * number
                talk.arrive("message", talk.message(QUESTION, date=date, message_id=number))
                await asyncio.sleep(30)
            await talk.bot.dispatch.idle()

        talk.runner.run(ask())
        sent = [call.parameters for call in talk.api.calls if call.method == "sendMessage"]
        answered = {one["reply_parameters"]["message_id"] for one in sent}
        assert answered == set(range(10))
        assert refused(sent) == 0


class Dated(FakeTelegram):
    """Telegram with the right time in the header of each response."""

    def __init__(self, api, time):
        super().__init__(api)
        self._time = time

    async def do_request(self, url, method, request_data=None, **timeouts):
        response = await super().do_request(url, method, request_data, **timeouts)
        passed = timedelta(seconds=asyncio.get_running_loop().time())
        date = format_datetime(NOW + passed, usegmt=True)
        await self._time.learn(httpx.Response(200, headers={"Date": date}))
        return response


def on_a_machine(clock):
    """A function that builds a bot on a machine whose clock shows something else."""

    def built(library, api, **settings):
        time = TelegramTime(clock, lambda: asyncio.get_running_loop().time())
        given = Settings(telegram_bot_token=TOKEN, _env_file=None, **settings)
        telegram = Dated(api, time)
        return build(given, library, telegram, telegram, clock, telegram_time=time)

    return built


@pytest.fixture(params=[70, -70, 7200, -7200], ids="{} s".format)
def skewed(ferry, request):
    """A conversation with a bot whose machine's clock is wrong by these seconds."""
    built = on_a_machine(lambda: NOW + timedelta(seconds=request.param))
    settings = {"quotewire_questions_per_minute": PER_MINUTE}
    with Talk(Library.of([ferry]), built=built, **settings) as talk:
        yield talk


def test_a_wrong_clock_does_not_change_the_quota(skewed):
    sent = [one for _ in range(FLOOD) for one in skewed.say(QUESTION)]
    assert len(sent) == PER_MINUTE + 1
    assert refused(sent) == 1
    assert is_answered(skewed)


def test_a_wrong_clock_makes_no_answer_late(skewed):
    assert str(BELATED) not in text(skewed.say(QUESTION))
    assert str(BELATED) not in text(skewed.say(QUESTION, date=MONDAY - 3000))
    assert text(skewed.say(QUESTION, date=MONDAY - 3700)).startswith(str(BELATED))


def test_with_a_wrong_clock_messages_that_waited_are_not_refused(skewed):
    for _ in range(2 * PER_MINUTE):
        assert quoted(skewed.say(QUESTION, date=MONDAY - 90))[0] == BUILT
