"""What a part of the conversation adds to the bot: commands, other updates, background work."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from telegram import Bot, ChatMemberUpdated, Message, Update
from telegram.ext import BaseHandler, ContextTypes

from bot.conversation.answering.recent_answer import RecentAnswer
from bot.conversation.requests import Request
from bot.delivery.place import Place
from bot.jobs.job import Work
from bot.monitoring.supervisor import BackgroundJob
from bot.replies.reply import Reply
from retrieval.answer import Band, Turn

Context = ContextTypes.DEFAULT_TYPE
Route = BaseHandler[Update, Context, Any]


class Response(NamedTuple):
    """A reply; for a question, its turn, the one it follows up on, and the articles quoted.

    ``samples`` says whether the places in the turns are those of the sample articles. A message
    can have a ``reaction``, an emoji, besides the reply or in place of it.
    """

    reply: Reply | None
    turn: Turn | None = None
    before: Turn | None = None
    quoted: tuple[str, ...] = ()  # their ids
    samples: bool = False
    band: Band = Band.SILENT
    reaction: str | None = None

    def to_remember(
        self, request: Request, sent: Place, *, is_joint: bool = False
    ) -> RecentAnswer:
        """Return what to remember once the reply to a request was sent there."""
        turn, before, quoted = self.turn, self.before, self.quoted
        return RecentAnswer(request, sent, turn, before, quoted, self.samples, is_joint)


Joined = Callable[[ChatMemberUpdated], Awaitable[None]]
Moved = Callable[[int, int], None]
Carry = Callable[[Message, Request], Awaitable[Response]]  # carries out a command
Answer = Callable[[Message, Request], Awaitable[Reply]]
Prepare = Callable[[Message, Request], Awaitable[Work | Reply]]  # returns the work, or a refusal


def _none(_: Bot) -> Sequence[BackgroundJob]:
    return ()


def _ignore(_: ChatMemberUpdated) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Feature:
    """A part of the bot: ``routes`` are the handlers of updates other than messages.

    ``jobs`` returns the work to do in the background while the bot answers; of several bots, one
    does it for all. ``own_jobs`` are the work that each of them does. ``joined`` is called
    when the bot is added to a chat that it serves, and ``moved`` when a group becomes a
    supergroup, with its old and its new id. ``membership`` is told whatever becomes of the bot in
    a group. ``slow`` commands are answered through the queue of slow work.
    """

    commands: Mapping[str, Carry] = field(default_factory=dict)
    routes: Sequence[Route] = ()
    jobs: Callable[[Bot], Sequence[BackgroundJob]] = _none
    own_jobs: Sequence[BackgroundJob] = ()
    joined: Joined | None = None
    moved: Moved | None = None
    membership: Callable[[ChatMemberUpdated], None] = _ignore
    slow: Mapping[str, Prepare] = field(default_factory=dict)


def carrying(answer: Answer) -> Carry:
    """Return what carries out a command that is answered by nothing but a reply."""

    async def carry(message: Message, request: Request) -> Response:
        return Response(await answer(message, request))

    return carry
