"""Many questions at once in a group: a sign for each, few messages, an answer for everybody."""

import asyncio
import re
from contextlib import closing
from datetime import timedelta
from functools import partial

import pytest
from crowd import MENTION, CrowdedGroup
from fake_telegram import BOT, FORUM, GROUP, NOW, Talk, build_bot, message
from sent import BUILT, COSTS, PRICE, QUESTION, quoted

from bot.delivery.signs.reactions import REFUSED, SEEN
from bot.library.library import Library
from bot.library.second_process import Responder
from bot.replies.about_me import BELATED, BUSY, NOT_SERVED, SORRY, TOO_MANY
from bot.updates.queues import chat_queues
from corpus.store.store import Store
from corpus.store.waiting_updates import WaitingUpdates

BY_BOT = message("[1] a quote", GROUP, message_id=5000, **{"from": BOT})
REPEAT = "When was the Kestrel Bridge closed?"
CLOSED = "The Kestrel Bridge was closed on Tuesday after gusts of 130 km/h damaged two cables."


def numbered(number):
    return f"Who built vessel number {number}?"


def at_once(count):
    return [(0, numbered(number)) for number in range(count)]


def most_within(times, seconds):
    return max(sum(start <= time < start + seconds for time in times) for start in times)


@pytest.fixture
def crowd(talk):
    return CrowdedGroup(talk)


@pytest.fixture
def joint(crowd):
    """The message that answers a burst of questions, and the messages that ask them."""
    crowd.run(*[(second / 100, numbered(second)) for second in range(15)])
    told = len(crowd.sent)
    crowd.run((0, QUESTION), (0, PRICE), (0, REPEAT))
    (_, sent) = crowd.sent[told]
    assert len(crowd.sent) == told + 1
    return sent, [number for number in crowd.asked if number > max(crowd.asked) - 3]


def test_45_questions_at_one_every_two_seconds_among_small_talk(crowd):
    courtesies = [(10 * n + 9, "thanks!" if n % 2 else "👍") for n in range(8)]
    crowd.run(*sorted([(2 * n, numbered(n)) for n in range(45)] + courtesies))
    questions = [number for number, text in crowd.asked.items() if text.startswith("Who")]
    small_talk = crowd.asked.keys() - set(questions)
    assert crowd.answered.keys() == set(questions)
    waits = sorted(crowd.answered[number] - crowd.arrived[number] for number in questions)
    assert waits[len(waits) // 2] < 1
    assert waits[-1] < 6
    assert len(small_talk) == 8
    for number in small_talk:
        ((time, emoji),) = crowd.signs[number]
        assert time - crowd.arrived[number] < 0.1
        assert emoji in "👍❤"
    for number in questions:
        if crowd.answered[number] - crowd.arrived[number] > 1:
            ((time, emoji),) = crowd.signs[number]
            assert (round(time - crowd.arrived[number], 3), emoji) == (0, SEEN)


def test_46_questions_at_once_are_all_answered_at_once(crowd):
    crowd.run(*at_once(46))
    assert crowd.answered.keys() == crowd.asked.keys()
    assert max(crowd.waits()) < 1
    assert str(BUSY) not in [sent["text"] for _, sent in crowd.sent]


def test_46_questions_within_seconds_are_all_told_at_once_and_answered_within_a_minute(crowd):
    crowd.run(*[(number / 10, numbered(number)) for number in range(46)])
    assert crowd.answered.keys() == crowd.asked.keys()
    assert max(crowd.waits()) < 40
    for number, time in crowd.arrived.items():
        assert crowd.answered[number] - time < 1 or crowd.signs[number][0][0] - time < 0.5
    assert {len(signs) for signs in crowd.signs.values()} == {1}


@pytest.mark.parametrize("pause", [0, 0.2, 0.5, 1, 3])
def test_with_everything_on_no_limit_is_exceeded(talk, crowd, pause):
    said = []
    for number in range(100):
        text = ("thanks", "hello", "/sources", "/help")[number % 4] if number % 5 == 0 else ""
        said.append((number * pause, text or numbered(number)))
    crowd.run(*said)
    times = [time for time, _ in crowd.sent]
    assert most_within(times, 60) <= 20
    assert most_within(times, 1) <= 30
    assert talk.bot.dispatch.waiting == talk.bot.dispatch.left == 0
    assert all(len(signs) == 1 for signs in crowd.signs.values())
    assert crowd.answered.keys() >= {n for n, text in crowd.asked.items() if "vessel" in text}


def test_a_joint_answer_quotes_each_question_and_mentions_nobody(joint):
    sent, (first, *_) = joint
    assert sent["reply_parameters"]["message_id"] == first
    assert {BUILT, COSTS, CLOSED} <= set(quoted(sent))
    lines = sent["text"].split("\n")
    assert [lines.index(asked) for asked in (QUESTION, PRICE, REPEAT)] == sorted(
        lines.index(asked) for asked in (QUESTION, PRICE, REPEAT)
    )
    kinds = [entity["type"] for entity in sent["entities"]]
    assert kinds.count("bold") >= 3
    assert not {"mention", "text_mention"} & set(kinds)
    assert "@" not in sent["text"]
    assert "reply_markup" not in sent


def test_a_mention_in_a_question_of_a_joint_answer_is_not_live(crowd):
    crowd.run(*at_once(40), (0, "Did @somebody build the vessel?"))
    (sent,) = [sent for _, sent in crowd.sent if "@somebody" in sent["text"]]
    live = sent["text"].index("@somebody")
    assert any(
        entity["type"] == "code" and entity["offset"] <= live < entity["offset"] + 9
        for entity in sent["entities"]
    )


@pytest.mark.usefixtures("joint")
def test_a_reply_to_a_joint_answer_follows_up_on_its_first_question(talk):
    shown = message("…", GROUP, message_id=number_of(talk), **{"from": BOT})
    talk.pass_time(120)
    (sent,) = talk.say("and for how much?", GROUP, reply_to_message=shown)
    assert quoted(sent)[0] == COSTS  # after the other questions, it would be another quote


def test_an_edited_question_of_a_joint_answer_gets_an_answer_of_its_own(talk, joint):
    _, (_, second, _) = joint
    talk.pass_time(120)
    said = message(f"{MENTION} {PRICE}", GROUP, message_id=second)
    before = talk.methods().count("editMessageText")
    (sent,) = talk.edit(said, f"{MENTION} {QUESTION}")
    assert talk.methods().count("editMessageText") == before
    assert sent["reply_parameters"]["message_id"] == second
    assert quoted(sent)[0] == BUILT
    (again,) = talk.edit(said, f"{MENTION} {PRICE}")  # this one is its own, and is edited
    assert talk.methods().count("editMessageText") == before + 1
    assert quoted(again)[0] == COSTS


def number_of(talk):
    """The number of the last message that was sent."""
    return 4999 + sum(call.method == "sendMessage" for call in talk.api.calls)


def test_what_is_answered_together_is_of_one_topic(ferry):
    with Talk(Library.of([ferry])) as talk:
        crowd = CrowdedGroup(talk)
        topics = [
            {"chat": FORUM, "is_topic_message": True, "message_thread_id": 70 + number % 2}
            for number in range(60)
        ]
        crowd.run(*[(0, numbered(number), topic) for number, topic in enumerate(topics)])
        assert crowd.answered.keys() == crowd.asked.keys()
        assert max(sent["text"].count("vessel number") for _, sent in crowd.sent) > 1
        for _, sent in crowd.sent:
            lines = sent["text"].split("\n")
            for number, topic in enumerate(topics):
                if numbered(number) in lines:
                    assert sent["message_thread_id"] == topic["message_thread_id"]


def test_a_command_is_answered_between_the_questions_around_it(crowd):
    crowd.run(*at_once(30), (0, "/forget"), *[(0, numbered(100 + n)) for n in range(30)])
    numbers = sorted(crowd.asked)
    order = [crowd.answered[number] for number in numbers]
    assert max(order[:30]) < order[30] < min(order[31:])


def test_when_even_the_queue_is_full_the_group_is_told_once_and_each_by_a_reaction(
    crowd, monkeypatch
):
    monkeypatch.setattr(chat_queues, "LONGEST_GROUP_QUEUE", 30)
    crowd.run(*at_once(40))
    texts = [sent["text"] for _, sent in crowd.sent]
    assert texts.count(str(BUSY)) == 1
    assert crowd.sent[texts.index(str(BUSY))][0] < 0.2
    *served, refused = sorted(crowd.asked)[:30], sorted(crowd.asked)[30:]
    assert set(served[0]) <= crowd.answered.keys()
    assert all((REFUSED in dict(map(reversed, crowd.signs[one]))) for one in refused)


def test_one_question_that_fails_costs_the_others_nothing(talk, crowd, monkeypatch, caplog):
    answer = Library.answer

    def fail(library, question, *args, **kwargs):
        if question == numbered(7):
            raise ValueError("a surprise")
        return answer(library, question, *args, **kwargs)

    monkeypatch.setattr(Library, "answer", fail)
    crowd.run(*at_once(46))
    assert crowd.answered.keys() == crowd.asked.keys()
    sorry = [sent for _, sent in crowd.sent if sent["text"].startswith(str(SORRY)[:20])]
    assert len(sorry) == 1
    assert talk.bot.dispatch.left == 0
    assert "a surprise" in caplog.text


def test_a_network_failure_sends_the_joint_answer_again(talk, crowd):
    talk.api.fail("sendMessage", 502, "Bad Gateway", times=6)
    crowd.run(*at_once(46))
    assert crowd.answered.keys() == crowd.asked.keys()
    assert talk.bot.dispatch.left == 0


def test_each_user_of_a_joint_answer_has_their_own_quota(ferry):
    one = {"from": {"id": 9, "is_bot": False, "first_name": "Bob"}}
    with Talk(Library.of([ferry]), quotewire_questions_per_minute=2) as talk:
        crowd = CrowdedGroup(talk)
        crowd.run(*at_once(30), *[(0, numbered(100 + n), one) for n in range(6)])
        texts = "\n".join(sent["text"] for _, sent in crowd.sent)
        assert texts.count(str(TOO_MANY)) == 1
        assert numbered(101) in texts
        assert numbered(105) not in texts
        counted = re.findall(
            r"^quotewire_questions_total.* ([0-9.]+)$", talk.bot.metrics.text().decode(), re.M
        )
        assert sum(map(float, counted)) == 32


def test_a_press_is_acknowledged_at_once_whatever_waits(talk, crowd):
    times = {}
    respond = talk.api.respond

    def note(method, parameters):
        times.setdefault(method, asyncio.get_running_loop().time())
        return respond(method, parameters)

    talk.api.respond = note

    async def press():
        asking = asyncio.create_task(crowd.say(*[(n / 10, numbered(n)) for n in range(60)]))
        await asyncio.sleep(10)
        assert talk.bot.dispatch.waiting > 20
        shown = message("…", GROUP, message_id=5000, **{"from": BOT})
        who = {"id": 77, "is_bot": False, "first_name": "Bob"}
        query = {"id": "9", "from": who, "chat_instance": "1", "data": "sources:0"}
        pressed = asyncio.get_running_loop().time()
        talk.arrive("callback_query", query | {"message": shown})
        await asking
        return pressed

    pressed = talk.runner.run(press())
    assert times["answerCallbackQuery"] - pressed < 0.01
    assert crowd.answered.keys() == crowd.asked.keys()


def test_a_question_that_turns_out_to_wait_gets_a_sign(crowd, monkeypatch):
    answer = Responder.answer

    async def slowly(*args):
        await asyncio.sleep(3)
        return await answer(*args)

    monkeypatch.setattr(Responder, "answer", slowly)
    crowd.run((0, numbered(1)))
    ((time, emoji),) = crowd.signs[max(crowd.asked)]
    assert (time, emoji) == (1.0, SEEN)


def test_many_late_answers_have_one_apology(ferry):
    later = NOW + timedelta(hours=2)
    with Talk(Library.of([ferry]), built=partial(build_bot, clock=lambda: later)) as talk:
        crowd = CrowdedGroup(talk)
        crowd.run(*at_once(46))
        joint = [sent["text"] for _, sent in crowd.sent if sent["text"].count("vessel number") > 1]
        assert joint
        assert {text.count(str(BELATED)) for text in joint} == {1}
        assert all(text.startswith(str(BELATED)) for text in joint)


def test_what_waits_when_the_bot_stops_is_answered_by_the_next_run(ferry, tmp_path):
    with closing(Store(tmp_path / "quotewire.db")) as store:
        store.add(ferry)
        with Talk(Library(store)) as talk:
            crowd = CrowdedGroup(talk)

            crowd.run(*[(second / 100, numbered(second)) for second in range(15)])
            talk.runner.run(interrupted(talk, crowd))
            assert crowd.answered.keys() < crowd.asked.keys()
        with Talk(Library(store)) as talk:
            later = CrowdedGroup(talk)
            later.asked |= crowd.asked

            async def go_on():
                talk.bot.dispatch.resume()
                await talk.bot.dispatch.idle()

            talk.runner.run(go_on())
            assert later.answered.keys() == crowd.asked.keys() - crowd.answered.keys()
            assert talk.bot.dispatch.left == 0


def test_after_a_restart_an_edited_question_of_a_joint_answer_still_gets_its_own(ferry, tmp_path):
    with closing(Store(tmp_path / "quotewire.db")) as store:
        store.add(ferry)
        with Talk(Library(store)) as talk:
            crowd = CrowdedGroup(talk)
            crowd.run(*at_once(46))
        with Talk(Library(store)) as talk:
            said = message(f"{MENTION} {numbered(1)}", GROUP, message_id=sorted(crowd.asked)[1])
            (sent,) = talk.edit(said, f"{MENTION} {QUESTION}")
            assert sent["reply_parameters"]["message_id"] == said["message_id"]
            assert quoted(sent)[0] == BUILT


async def interrupted(talk, crowd):
    """Ask 40 questions, and stop the bot after 20 seconds."""
    task = asyncio.create_task(crowd.say(*at_once(40)))
    await asyncio.sleep(20)
    await talk.bot.dispatch.close(0)
    await task


def test_whoever_is_not_served_gets_no_answer_beside_others_who_are(ferry):
    served = {"from": {"id": 9, "is_bot": False, "first_name": "Bob"}}
    settings = {"quotewire_allowed_chats": frozenset({9}), "quotewire_questions_per_minute": 0}
    with Talk(Library.of([ferry]), **settings) as talk:
        crowd = CrowdedGroup(talk)
        crowd.run(*[(0, numbered(n), served) for n in range(30)], (0, QUESTION))
        lines = "\n".join(sent["text"] for _, sent in crowd.sent).split("\n")
        assert numbered(20) in lines
        assert QUESTION not in lines
        assert str(NOT_SERVED) in lines
        assert talk.methods()[-1] == "leaveChat"


def test_whoever_presses_all_the_time_does_not_keep_the_group_from_answers(talk, crowd):
    shown = message("…", GROUP, message_id=5000, **{"from": BOT})
    pages = [{"data": f"sources:{number}", "message": shown} for number in range(1, 300)]
    numbers = iter(range(1000, 2000))

    async def press():
        for page in pages:
            user = {"id": next(numbers) % 3, "is_bot": False, "first_name": "Eve"}
            query = {"id": "9", "from": user, "chat_instance": "1"} | page
            talk.arrive("callback_query", query)
            await asyncio.sleep(0.5)

    async def ask():
        pressing = asyncio.create_task(press())
        await crowd.say(*[(30 + 10 * number, numbered(number)) for number in range(10)])
        pressing.cancel()

    talk.runner.run(ask())
    assert crowd.answered.keys() == crowd.asked.keys()
    assert max(crowd.waits()) < 5


def test_a_kill_leaves_all_questions_of_a_joint_answer_or_none(talk, crowd, monkeypatch):
    close, steps = WaitingUpdates.close, []

    def note(self, numbers, now):
        steps.append(len(set(numbers)))
        close(self, numbers, now)

    monkeypatch.setattr(WaitingUpdates, "close", note)
    crowd.run(*at_once(46))
    assert talk.bot.dispatch.left == 0
    assert sum(steps) == 46
    assert len(steps) == len(crowd.sent)


@pytest.mark.parametrize("flood", ["/help", f"Who built it? {'very ' * 80}"])
def test_a_flood_of_what_cannot_share_messages_does_not_keep_a_group_from_answers(crowd, flood):
    users = [{"from": {"id": number, "is_bot": False, "first_name": "Eve"}} for number in range(4)]
    attack = [(1.5 * n, flood, user) for n in range(100) for user in users]
    questions = [(20 + 10 * number, numbered(number)) for number in range(12)]
    crowd.run(*sorted(attack + questions, key=lambda one: one[0]))
    asked = [number for number, said in crowd.asked.items() if said != flood]
    assert max(crowd.answered[number] - crowd.arrived[number] for number in asked) < 15
    assert REFUSED in [emoji for signs in crowd.signs.values() for _, emoji in signs]


def test_edits_without_end_do_not_keep_a_group_from_answers(talk, crowd):
    users = [{"id": number, "is_bot": False, "first_name": "Eve"} for number in range(4)]

    def edited(user, second):
        said = message(f"{MENTION} Who built it in {second}?", GROUP, message_id=900 + user["id"])
        return said | {"from": user, "edit_date": said["date"] + 60}

    async def edit():
        for second in range(100):
            talk.arrive("edited_message", *[edited(user, second) for user in users])
            await asyncio.sleep(1.5)

    async def ask():
        editing = asyncio.create_task(edit())
        await crowd.say(*[(20 + 10 * number, numbered(number)) for number in range(12)])
        editing.cancel()

    talk.runner.run(ask())
    assert crowd.answered.keys() >= crowd.asked.keys()
    assert max(crowd.waits()) < 15
