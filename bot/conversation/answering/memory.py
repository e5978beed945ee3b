"""Recent answers, kept while users may still refer to them."""

import asyncio
from collections.abc import Collection, Iterable
from operator import itemgetter

from telegram import Message

from bot.conversation.answering.kept_answers import KeptAnswers, Read
from bot.conversation.answering.recent_answer import RecentAnswer
from bot.delivery.place import Place, place_of
from bot.replies.reply import Reply
from corpus.clock import Clock, now
from corpus.store.recent_answers import REMEMBERED_FOR, StoredAnswers
from retrieval.asking.follow_ups import normalized

MOST_ANSWERS = 10_000
MOST_IN_CHAT = 300
MOST_ORIGINALS = 1000


class RecentAnswers:
    """At most MOST_ANSWERS answers, and MOST_IN_CHAT in a chat, each kept for REMEMBERED_FOR.

    All of them are in memory, and in ``stored`` for the next run, as far as that can be written.
    The first use reads those of the last run. Of several bots, each learns what the others store.
    """

    def __init__(self, stored: StoredAnswers, clock: Clock = now) -> None:
        self._kept = KeptAnswers(stored, clock)
        self._is_read = False
        self._answers: dict[Place, RecentAnswer] = {}  # by place of the question, oldest first
        self._expires: dict[Place, float] = {}  # in the same order, by the loop's clock
        self._timer: asyncio.TimerHandle | None = None  # for the oldest
        self._questions: dict[Place, Place] = {}  # by place of the answer
        self._originals: dict[Place, Reply] = {}  # by place of the answer
        self._latest: dict[tuple[int, str], Place] = {}  # by chat and question
        self._asked: dict[int, dict[Place, None]] = {}  # by chat, in the order of ``_answers``

    def find(self, question: Message) -> RecentAnswer | None:
        """Return the answer to a message, if it is remembered."""
        return self._all().get(place_of(question))

    def find_by_answer(self, sent: Message) -> RecentAnswer | None:
        """Return the answer that the bot sent in a message, if it is remembered."""
        return self.find_at(place_of(sent))

    def find_at(self, sent: Place) -> RecentAnswer | None:
        """Return the answer that the bot sent at a place, if it is remembered."""
        answers = self._all()
        question = self._questions.get(sent)
        return answers.get(question) if question else None

    def find_same(self, message: Message, question: str) -> RecentAnswer | None:
        """Return the last answer to the same question in the message's chat."""
        answers = self._all()
        latest = self._latest.get((message.chat_id, normalized(question)))
        return answers.get(latest) if latest else None

    def find_above(self, message: Message) -> RecentAnswer | None:
        """Return the answer to the last question above a message in its chat."""
        answers, place = self._all(), place_of(message)
        above = (one for one in self._asked.get(place.chat, ()) if one < place)
        last = max((one for one in above if answers[one].turn), default=None)
        return None if last is None else answers[last]

    def remember(self, question: Message, answer: RecentAnswer) -> None:
        """Remember an answer, replacing any earlier one to the same message."""
        self._all()
        place = place_of(question)
        self._drop(place)
        self._insert(place, answer, REMEMBERED_FOR.total_seconds())
        self._kept.add(place, answer)
        if len(self._asked[place.chat]) > MOST_IN_CHAT:
            self._drop(next(iter(self._asked[place.chat])))
        if len(self._answers) > MOST_ANSWERS:
            self._drop(next(iter(self._answers)))
        self._kept.write()

    def keep_original(self, sent: Message, reply: Reply) -> None:
        """Keep what an answer said, in memory and no longer than the answer is remembered."""
        self._all()
        if place_of(sent) in self._questions:
            self._originals[place_of(sent)] = reply
        if len(self._originals) > MOST_ORIGINALS:
            del self._originals[next(iter(self._originals))]

    def original(self, sent: Message) -> Reply | None:
        """Return what an answer said when that was kept last."""
        self._all()
        return self._originals.get(place_of(sent))

    def be_bot(self, number: int) -> None:
        """Be that one of several bots."""
        self._kept.bot = number

    def learn(self) -> None:
        """Learn of answers that other bots have given lately."""
        self._all()
        if found := self._kept.read_new():
            self._learn(found)
            self._restore_order()

    def refresh(self, chats: Collection[int]) -> None:
        """Learn all that other bots have given, replaced or forgotten in some chats."""
        self._all()
        known = {chat: tuple(self._asked.get(chat, ())) for chat in chats}
        changed = self._kept.read_changed(known) if chats else {}
        for chat, found in changed.items():
            self.forget_chat(chat)
            self._learn(found)
        if changed:
            self._restore_order()

    def forget_chat(self, chat_id: int) -> None:
        """Forget every answer in a chat; ``Store.forget`` and ``move`` delete them on disk."""
        answers = self._all()
        for place in [place for place, one in answers.items() if one.sent.chat == chat_id]:
            self._forget(place)

    def _all(self) -> dict[Place, RecentAnswer]:
        """The answers by the places of their questions, with those of the last run."""
        if not self._is_read:
            self._is_read = True
            self._learn(self._kept.read())
        return self._answers

    def _learn(self, found: Iterable[Read]) -> None:
        for one in found:
            self._forget(one.question)
            self._kept.note(one)
            self._insert(one.question, one.answer, one.seconds)

    def _insert(self, place: Place, answer: RecentAnswer, seconds: float) -> None:
        self._answers[place] = answer
        self._expires[place] = asyncio.get_running_loop().time() + seconds
        self._questions[answer.sent] = place
        self._latest[place.chat, normalized(answer.question)] = place
        self._asked.setdefault(place.chat, {})[place] = None
        if self._timer is None:
            self._expire()

    def _restore_order(self) -> None:
        """Put the oldest first again, and forget the oldest of too many."""
        self._expires = dict(sorted(self._expires.items(), key=itemgetter(1)))
        self._answers = {place: self._answers[place] for place in self._expires}
        for place in [*self._answers][: max(len(self._answers) - MOST_ANSWERS, 0)]:
            self._forget(place)

    def _expire(self) -> None:
        """Forget expired answers and set the timer for the next one.

        A timer per answer would keep each answer in memory for an hour, even beyond MOST_ANSWERS.
        """
        loop = asyncio.get_running_loop()
        while self._expires and next(iter(self._expires.values())) <= loop.time():
            self._forget(next(iter(self._expires)))
        oldest = next(iter(self._expires.values()), None)
        self._timer = None if oldest is None else loop.call_at(oldest, self._expire)

    def _drop(self, question: Place) -> None:
        """Forget an answer, if there is one, and have it deleted on disk."""
        self._kept.drop(question)
        self._forget(question)

    def _forget(self, question: Place) -> None:
        self._kept.release(question)
        answer = self._answers.pop(question, None)
        if answer is None:
            return
        del self._expires[question]
        if self._questions.get(answer.sent) == question:
            del self._questions[answer.sent]
            self._originals.pop(answer.sent, None)
        same = question.chat, normalized(answer.question)
        if self._latest.get(same) == question:
            del self._latest[same]
        del self._asked[question.chat][question]
        if not self._asked[question.chat]:
            del self._asked[question.chat]
