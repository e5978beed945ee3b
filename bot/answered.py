"""Which answer belongs to which question, while either may still be referred to."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from telegram import Message

from bot.addressing import Request

EDITABLE = timedelta(minutes=5)  # after that nobody looks at the answer any more
REMEMBERED = timedelta(hours=1)  # how long a reply to an answer is understood
MOST = 10_000
LONGEST_BEFORE = 300  # characters of what was asked before


@dataclass(frozen=True, slots=True)
class Answered:
    """A request, the message that answered it, and the question that the request followed up."""

    request: Request
    sent: Message
    before: str | None = None
    quoted: tuple[str, ...] = ()  # the ids of the articles

    @property
    def asked(self) -> str:
        """What was asked: "and when?" with the question before it."""
        return full_question(self.request.words, self.before)


class AnsweredLately:
    """What was answered lately: at most MOST requests, none for longer than REMEMBERED."""

    def __init__(self) -> None:
        self._answered: dict[tuple[int, int], Answered] = {}
        self._questions: dict[tuple[int, int], tuple[int, int]] = {}  # of each answer
        self._latest: dict[tuple[int, str], tuple[int, int]] = {}  # time that each was asked

    def find(self, question: Message) -> Answered | None:
        """How the message was answered; None if it was not, or not lately."""
        return self._answered.get(_key(question))

    def find_by_answer(self, sent: Message) -> Answered | None:
        """What the bot's message answered; None if it did not, or not lately."""
        question = self._questions.get(_key(sent))
        return self._answered.get(question) if question else None

    def find_same(self, question: Message, asked: str) -> Answered | None:
        """How the chat was last answered when it asked the same."""
        latest = self._latest.get((question.chat_id, _plain(asked)))
        return self._answered.get(latest) if latest else None

    def remember(self, question: Message, answered: Answered) -> None:
        """Keep the answer in mind for a while."""
        self._forget(_key(question))
        self._answered[_key(question)] = answered
        self._questions[_key(answered.sent)] = _key(question)
        self._latest[question.chat_id, _plain(answered.asked)] = _key(question)
        if len(self._answered) > MOST:
            self._forget(next(iter(self._answered)))
        loop = asyncio.get_running_loop()
        loop.call_later(REMEMBERED.total_seconds(), self._forget, _key(question), answered)

    def forget_chat(self, chat_id: int) -> None:
        """Forget all that a chat was answered."""
        for key in [key for key in self._answered if key[0] == chat_id]:
            self._forget(key)

    def _forget(self, key: tuple[int, int], only: Answered | None = None) -> None:
        """Forget an answer; with ``only``, unless there is another by now."""
        answered = self._answered.get(key)
        if answered is not None and only in (None, answered):
            del self._answered[key]
            self._questions.pop(_key(answered.sent), None)
            same = key[0], _plain(answered.asked)
            if self._latest.get(same) == key:
                del self._latest[same]


def full_question(question: str, before: str | None) -> str:
    """A question with the one that it follows up, if any."""
    return f"{question} {before}"[:LONGEST_BEFORE] if before else question


def _plain(question: str) -> str:
    return " ".join(question.casefold().split()).rstrip("?! ")


def is_editable(message: Message) -> bool:
    """Whether an edit came soon enough to be followed, by Telegram's own clock."""
    return (message.edit_date or message.date) - message.date <= EDITABLE


def _key(message: Message) -> tuple[int, int]:
    return message.chat_id, message.message_id
