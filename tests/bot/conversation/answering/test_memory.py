import asyncio
import gc
import itertools
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from fake_telegram import NOW, FastLoop
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sent import PRICE, QUESTION, only
from telegram import Chat, Message

from bot.conversation.answering import memory
from bot.conversation.answering.recent_answer import RecentAnswer
from bot.conversation.requests import Request
from bot.delivery.place import Place
from corpus.store.recent_answers import REMEMBERED_FOR
from corpus.store.store import Store
from retrieval.answer import Turn

PLACES = st.builds(Place, st.sampled_from([1, -2, -3]), st.integers(1, 5))
WORDS = st.sampled_from(["Who built it?", "who built it", "and when?", "\ud83d \x00 é"])
SHOWN = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9)), max_size=3).map(tuple)
TURNS = st.none() | st.builds(Turn, WORDS, SHOWN)


def test_a_question_is_forgotten_after_an_hour(talk):
    said = talk.message(QUESTION)
    talk.send("message", said)
    talk.pass_time(3599)
    assert "message_id" in only(talk.edit(said, PRICE))
    talk.pass_time(3599)
    assert "message_id" in only(talk.edit(said, QUESTION))  # the edit restarted the hour
    talk.pass_time(3601)
    assert "message_id" not in only(talk.edit(said, PRICE))  # answered in a new message


def test_only_the_latest_answers_are_remembered(talk, monkeypatch):
    monkeypatch.setattr(memory, "MOST_ANSWERS", 2)
    first, *others = (talk.message(QUESTION) for _ in range(3))
    for said in (first, *others):
        talk.send("message", said)
    assert only(talk.edit(others[0], PRICE))["message_id"] == 5001
    assert "message_id" not in only(talk.edit(first, PRICE))


def test_a_chat_with_many_answers_takes_no_room_from_others(talk, monkeypatch):
    monkeypatch.setattr(memory, "MOST_IN_CHAT", 2)
    others = talk.message(QUESTION, {"id": 7, "type": "private", "first_name": "Carol"})
    talk.api.chats.append(others["chat"])
    talk.send("message", others)
    first, *_ = said = [talk.message(QUESTION) for _ in range(3)]
    for one in said:
        talk.send("message", one)
    assert "message_id" not in only(talk.edit(first, PRICE))
    assert only(talk.edit(others, PRICE))["message_id"] == 5000


def test_forgotten_answers_leave_no_trace_in_memory(talk, monkeypatch):
    def count():
        gc.collect()
        answers = [held for held in gc.get_objects() if isinstance(held, memory.RecentAnswer)]
        return sum(answer.request.words.startswith("Who remembers") for answer in answers)

    monkeypatch.setattr(memory, "MOST_ANSWERS", 2)
    for number in range(6):
        talk.say(f"Who remembers question {number}?")
    assert count() == 2
    talk.pass_time(3601)
    assert count() == 0


def at(chat, number):
    """A message with this place."""
    kind = "private" if chat > 0 else "group"
    return Message(number, NOW, Chat(chat, kind), text="…")


class RememberedAnswers(RuleBasedStateMachine):
    """Answers are remembered as in a list, across restarts and while the database is busy."""

    def __init__(self):
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(memory, "MOST_ANSWERS", 6)
        self.patch.setattr(memory, "MOST_IN_CHAT", 4)
        self.runner = asyncio.Runner(loop_factory=FastLoop)
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "quotewire.db"
        self.other = sqlite3.connect(self.path, isolation_level=None)
        self.sent = itertools.count(5000)
        self.answers = []  # oldest first: the place asked, the answer, and when
        self.written = []
        self.store = None
        self.open()

    def teardown(self):
        self.store.close()
        self.other.close()
        self.folder.cleanup()
        self.runner.close()
        self.patch.undo()

    def clock(self):
        return NOW + timedelta(seconds=self.runner.get_loop().time())

    def open(self):
        if self.store is not None:
            self.store.close()
        self.store = Store(self.path, self.clock, busy_seconds=0)
        self.recent = memory.RecentAnswers(self.store.recent_answers, self.clock)

    def run(self, action, *given):
        async def act():
            return action(*given)

        return self.runner.run(act())

    @property
    def is_held(self):
        return self.other.in_transaction

    @rule(place=PLACES, words=WORDS, before=TURNS, turn=TURNS, samples=st.booleans())
    def remember(self, place, words, before, turn, samples):
        earlier = next((one.sent.message for asked, one, _ in self.answers if asked == place), 0)
        sent = Place(place.chat, earlier or next(self.sent))
        answer = RecentAnswer(Request("ask", words), sent, turn, before, ("a1", "b2"), samples)
        self.run(self.recent.remember, at(*place), answer)
        kept = [one for one in self.answers if one[0] != place]
        self.answers = [*kept, (place, answer, self.clock())]
        in_chat = [one for one in self.answers if one[0].chat == place.chat]
        dropped = in_chat[: max(0, len(in_chat) - 4)]
        self.answers = [one for one in self.answers if one not in dropped][-6:]
        if not self.is_held:
            self.written = self.answers

    @rule(sevens=st.integers(1, 400))  # no sum of them is an hour
    def pass_time(self, sevens):
        self.runner.run(asyncio.sleep(7 * sevens))
        since = self.clock() - REMEMBERED_FOR
        self.answers, self.written = (
            [one for one in answers if one[2] > since] for answers in (self.answers, self.written)
        )

    @rule()
    def restart(self):
        self.open()
        self.answers = self.written

    @precondition(lambda self: not self.is_held)
    @rule(chat=st.sampled_from([1, -2, -3]), change=st.sampled_from(["forget", "move"]))
    def forget(self, chat, change):
        self.run(self.recent.forget_chat, chat)
        if change == "forget":
            self.store.forget(str(chat))
        else:
            self.store.move(str(chat), "-9")
        self.answers, self.written = (
            [one for one in answers if one[0].chat != chat]
            for answers in (self.answers, self.written)
        )

    @precondition(lambda self: not self.is_held)
    @rule()
    def prune(self):
        self.store.recent_answers.prune(self.clock())

    @rule()
    def hold_or_release(self):
        self.other.execute("ROLLBACK" if self.is_held else "BEGIN IMMEDIATE")

    @invariant()
    def finds_what_is_remembered(self):
        self.run(self.compare)

    def compare(self):
        known = {place: answer for place, answer, _ in self.answers}
        for chat, number in itertools.product([1, -2, -3], range(1, 6)):
            place = Place(chat, number)
            assert self.recent.find(at(*place)) == known.get(place)
            above = [known[one] for one in sorted(known) if one.chat == chat and one < place]
            last = next((one for one in reversed(above) if one.turn), None)
            assert self.recent.find_above(at(*place)) == last
        sent = {answer.sent: answer for answer in known.values()}
        for place in {Place(chat, number) for chat in (1, -2, -3) for _, number in sent}:
            assert self.recent.find_by_answer(at(*place)) == sent.get(place)


RememberedAnswers.TestCase.settings = settings(max_examples=25, stateful_step_count=25)
test_answers_are_remembered_as_in_a_list = RememberedAnswers.TestCase


def answer_in(chat, message, question="Who built it?"):
    return RecentAnswer(Request("ask", question), Place(chat, message), Turn(question, ()))


def asked(chat, number):
    place = Chat(chat, "private")
    return Message(number, NOW, place)


def test_several_bots_know_what_each_of_them_answered(tmp_path):
    with closing(Store(tmp_path / "quotewire.db")) as store:
        first, second = (memory.RecentAnswers(store.recent_answers) for _ in range(2))

        async def main():
            first.be_bot(1)
            second.be_bot(2)
            assert second.find(asked(7, 1)) is None
            first.remember(asked(7, 1), answer_in(7, 2))
            second.learn()
            assert second.find(asked(7, 1)) == answer_in(7, 2)
            second.remember(asked(7, 1), answer_in(7, 3))
            first.refresh([7])
            assert first.find(asked(7, 1)) == answer_in(7, 3)
            assert first.find_at(Place(7, 2)) is None
            store.forget("7")
            first.refresh([7, 8])
            assert first.find(asked(7, 1)) is None

        asyncio.run(main())


def test_no_two_bots_give_answers_the_same_number(tmp_path):
    with closing(Store(tmp_path / "quotewire.db")) as store:
        bots = [memory.RecentAnswers(store.recent_answers, lambda: NOW) for _ in range(3)]

        async def main():
            for number, bot in enumerate(bots, 1):
                bot.be_bot(number)
            for at in range(30):
                bots[at % 3].remember(asked(at + 1, 1), answer_in(at + 1, 2))

        asyncio.run(main())
        assert len(store.recent_answers.answers(NOW + timedelta(seconds=1))) == 30
