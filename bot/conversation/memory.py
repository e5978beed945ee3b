"""Which answer belongs to which question, while either may still be referred to."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from telegram import Message

from bot.conversation.requests import Request
from bot.delivery.place import Place, place_of
from bot.library.follow_ups import full_question

EDITABLE = timedelta(minutes=5)  # after that nobody looks at the answer any more
REMEMBERED = timedelta(hours=1)  # how long a reply to an answer is understood
MOST = 10_000


@dataclass(frozen=True, slots=True)
class Answered:
    """A request, where it was answered, and the question that the request followed up."""

    request: Request
    sent: Place
    before: str | None = None
    quoted: tuple[str, ...] = ()  # the ids of the articles

    @property
    def asked(self) -> str:
        """What was asked: "and when?" with the question before it."""
        return full_question(self.request.words, self.before)


class AnsweredLately:
    """What was answered lately: at most MOST requests, none for longer than REMEMBERED."""

    def __init__(self) -> None:
        self._answered: dict[Place, Answered] = {}  # by the questions' places, the oldest first
        self._until: dict[Place, float] = {}  # the same, by the loop's clock
        self._timer: asyncio.TimerHandle | None = None  # for the oldest
        self._questions: dict[Place, Place] = {}  # of each answer
        self._latest: dict[tuple[int, str], Place] = {}  # time that each was asked

    def find(self, question: Message) -> Answered | None:
        """How the message was answered; None if it was not, or not lately."""
        return self._answered.get(place_of(question))

    def find_by_answer(self, sent: Message) -> Answered | None:
        """What the bot's message answered; None if it did not, or not lately."""
        question = self._questions.get(place_of(sent))
        return self._answered.get(question) if question else None

    def find_same(self, question: Message, asked: str) -> Answered | None:
        """How the chat was last answered when it asked the same."""
        latest = self._latest.get((question.chat_id, _plain(asked)))
        return self._answered.get(latest) if latest else None

    def remember(self, question: Message, answered: Answered) -> None:
        """Keep the answer in mind for a while."""
        place = place_of(question)
        self._forget(place)
        loop = asyncio.get_running_loop()
        self._answered[place] = answered
        self._until[place] = loop.time() + REMEMBERED.total_seconds()
        self._questions[answered.sent] = place
        self._latest[place.chat, _plain(answered.asked)] = place
        if len(self._answered) > MOST:
            self._forget(next(iter(self._answered)))
        if self._timer is None:
            self._expire()

    def forget_chat(self, chat_id: int) -> None:
        """Forget all that a chat was answered."""
        for place in [place for place in self._answered if place.chat == chat_id]:
            self._forget(place)

    def _expire(self) -> None:
        """Forget what has been remembered long enough, and look again when the next one has.

        A timer for each would keep each in memory for an hour, however many there are.
        """
        loop = asyncio.get_running_loop()
        while self._until and next(iter(self._until.values())) <= loop.time():
            self._forget(next(iter(self._until)))
        oldest = next(iter(self._until.values()), None)
        self._timer = None if oldest is None else loop.call_at(oldest, self._expire)

    def _forget(self, question: Place) -> None:
        answered = self._answered.pop(question, None)
        if answered is not None:
            del self._until[question]
            self._questions.pop(answered.sent, None)
            same = question.chat, _plain(answered.asked)
            if self._latest.get(same) == question:
                del self._latest[same]


def _plain(question: str) -> str:
    return " ".join(question.casefold().split()).rstrip("?! ")


def is_editable(message: Message) -> bool:
    """Whether an edit came soon enough to be followed, by Telegram's own clock."""
    return (message.edit_date or message.date) - message.date <= EDITABLE
