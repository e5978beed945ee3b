"""/help, whose buttons show its parts in the same message."""

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler

from bot.conversation.access import Access
from bot.conversation.feature import Context, Feature, Response
from bot.conversation.presses import Presses, acknowledge, said_by
from bot.conversation.requests import Request
from bot.delivery.send import edit
from bot.replies import commands as names
from bot.replies.help import (
    HELP,
    LABELS,
    MORE_PRIVACY,
    help_reply,
    part_asked,
    privacy_reply,
)
from bot.replies.reply import Reply

PART = rf"^{HELP}:({'|'.join((*LABELS, MORE_PRIVACY))}|)\Z"


class HelpParts:
    """Shows the help; ``keeps_unanswered`` decides what its part about privacy says."""

    def __init__(self, access: Access, presses: Presses, *, keeps_unanswered: bool) -> None:
        self._access = access
        self._presses = presses
        self._keeps_unanswered = keeps_unanswered

    def feature(self) -> Feature:
        """The commands /help and /privacy, and the buttons of the help."""
        routes = [CallbackQueryHandler(self.turn, pattern=PART)]
        return Feature({names.HELP: self.show, names.PRIVACY: self.privacy}, routes)

    async def show(self, message: Message, request: Request) -> Response:
        """Return the front page, or the part that is asked for."""
        return Response(self._part(message, part_asked(request.words)))

    async def privacy(self, _: Message, __: Request) -> Response:
        """Return what is stored, and for how long."""
        return Response(privacy_reply(keeps_unanswered=self._keeps_unanswered))

    async def turn(self, update: Update, context: Context) -> None:
        """Show another part in the same message."""
        pressed = await self._presses.pressed(update)
        if pressed is None:
            return
        query, shown = pressed
        await acknowledge(query)
        await edit(shown, self._part(shown, *said_by(context)))

    def _part(self, message: Message, part: str) -> Reply:
        return help_reply(
            message.get_bot().username,
            part,
            keeps_unanswered=self._keeps_unanswered,
            to_operator=self._access.adds_to_library(message.chat),
        )
