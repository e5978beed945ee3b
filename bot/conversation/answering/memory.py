"""Recent answers, kept in memory while users may still refer to them."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from telegram import Message

from bot.conversation.requests import Request
from bot.delivery.place import Place, place_of
from retrieval.answer import Turn

REMEMBERED_FOR = timedelta(hours=1)  # how long a reply to an answer counts as a follow-up
MOST_ANSWERS = 10_000


@dataclass(frozen=True, slots=True)
class RecentAnswer:
    """A request, the place of its answer, and the turn that the request follows up on.

    ``turn`` is what the next question may follow up on; None if this was no question.
    """

    request: Request
    sent: Place
    turn: Turn | None = None
    before: Turn | None = None
    quoted: tuple[str, ...] = ()  # the ids of the articles

    @property
    def question(self) -> str:
        """The question in full: for "and when?", this includes the question before it."""
        return self.turn.question if self.turn else self.request.words


class RecentAnswers:
    """At most MOST_ANSWERS answers, each kept for REMEMBERED_FOR."""

    def __init__(self) -> None:
        self._answers: dict[Place, RecentAnswer] = {}  # by place of the question, oldest first
        self._expires: dict[Place, float] = {}  # in the same order, by the loop's clock
        self._timer: asyncio.TimerHandle | None = None  # for the oldest
        self._questions: dict[Place, Place] = {}  # by place of the answer
        self._latest: dict[tuple[int, str], Place] = {}  # by chat and question

    def find(self, question: Message) -> RecentAnswer | None:
        """Return the answer to a message, if it is remembered."""
        return self._answers.get(place_of(question))

    def find_by_answer(self, sent: Message) -> RecentAnswer | None:
        """Return the answer that the bot sent in a message, if it is remembered."""
        question = self._questions.get(place_of(sent))
        return self._answers.get(question) if question else None

    def find_same(self, message: Message, question: str) -> RecentAnswer | None:
        """Return the last answer to the same question in the message's chat."""
        latest = self._latest.get((message.chat_id, _normalized(question)))
        return self._answers.get(latest) if latest else None

    def remember(self, question: Message, answer: RecentAnswer) -> None:
        """Remember an answer, replacing any earlier one to the same message."""
        place = place_of(question)
        self._forget(place)
        loop = asyncio.get_running_loop()
        self._answers[place] = answer
        self._expires[place] = loop.time() + REMEMBERED_FOR.total_seconds()
        self._questions[answer.sent] = place
        self._latest[place.chat, _normalized(answer.question)] = place
        if len(self._answers) > MOST_ANSWERS:
            self._forget(next(iter(self._answers)))
        if self._timer is None:
            self._expire()

    def forget_chat(self, chat_id: int) -> None:
        """Forget every answer in a chat."""
        for place in [place for place in self._answers if place.chat == chat_id]:
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

    def _forget(self, question: Place) -> None:
        answer = self._answers.pop(question, None)
        if answer is None:
            return
        del self._expires[question]
        self._questions.pop(answer.sent, None)
        same = question.chat, _normalized(answer.question)
        if self._latest.get(same) == question:
            del self._latest[same]


def _normalized(question: str) -> str:
    return " ".join(question.casefold().split()).rstrip("?! ")
