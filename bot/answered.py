"""Which answer belongs to which question, while the question may still be edited."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from telegram import Message

from bot.addressing import Request

EDITABLE = timedelta(minutes=5)  # after that nobody looks at the answer any more
MOST = 1000


@dataclass(frozen=True, slots=True)
class Answered:
    """A request and the message that answered it."""

    request: Request
    sent: Message


class AnsweredLately:
    """What was answered lately: at most MOST requests, none for longer than EDITABLE."""

    def __init__(self) -> None:
        self._answered: dict[tuple[int, int], Answered] = {}

    def find(self, question: Message) -> Answered | None:
        """How the message was answered; None if it was not, or not lately."""
        return self._answered.get(_key(question))

    def remember(self, question: Message, request: Request, sent: Message) -> None:
        """Keep the answer in mind for a while."""
        self._answered[_key(question)] = Answered(request, sent)
        if len(self._answered) > MOST:
            del self._answered[next(iter(self._answered))]
        loop = asyncio.get_running_loop()
        loop.call_later(EDITABLE.total_seconds(), self._answered.pop, _key(question), None)


def is_editable(message: Message) -> bool:
    """Whether an edit came soon enough to be followed, by Telegram's own clock."""
    return (message.edit_date or message.date) - message.date <= EDITABLE


def _key(message: Message) -> tuple[int, int]:
    return message.chat_id, message.message_id
