"""A job: the slow part of answering a message, such as fetching a page."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import NamedTuple

from telegram import Message, Update

from bot.delivery.receipt import Receipt
from bot.delivery.sender import sender_id
from bot.delivery.signs.progress import Progress
from bot.replies.reply import Reply


class Done(NamedTuple):
    """The reply to slow work that is done, and the number of bytes that were read for it."""

    reply: Reply
    size: int = 0


ShowProgress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Work:
    """Slow work; ``do`` does it, given a function that sets the progress to display.

    Only one piece of work that is not short is done at a time. ``is_limited`` is False for
    operators, who have no reading budget.
    """

    do: Callable[[ShowProgress], Awaitable[Done]]
    is_short: bool = True
    is_limited: bool = True


class Job:
    """The work on a message, until its reply is sent.

    Once the work is done, the reply is kept: a retry only sends it again. It is for the message's
    author or the ``user`` who pressed a button. With ``edits``, the message is the bot's, which is
    edited into the reply.
    """

    def __init__(
        self,
        update: Update,
        message: Message,
        receipt: Receipt,
        work: Work,
        user: int | None = None,
        *,
        edits: bool = False,
    ) -> None:
        self.update = update
        self.receipt = receipt
        self.work = work
        self.chat = message.chat_id
        self.user = sender_id(message) if user is None else user
        self.progress = Progress(message, edits=edits)
        self.reply: Reply | None = None

    @property
    def parties(self) -> tuple[int, int]:
        """The chat and the user that the job is for; equal in a private chat."""
        return self.chat, self.user
