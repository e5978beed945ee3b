"""What the bot does when a button is pressed."""

import contextlib
from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.error import BadRequest
from telegram.ext import BaseHandler, CallbackQueryHandler, ContextTypes

from bot.conversation.memory import AnsweredLately
from bot.conversation.own_sources import ADMINS_ONLY, FORGET, KEEP, REMOVE, UNDO, Collector
from bot.conversation.requests import read_request
from bot.delivery.send import edit
from bot.library.library import Library
from bot.replies.about_me import FORGOTTEN, NOT_SERVED
from bot.replies.answers import NEAR, answer_reply, nearest_reply
from bot.replies.commands import ASK
from bot.replies.sources import sources_reply
from bot.settings import Settings

Context = ContextTypes.DEFAULT_TYPE
PAGE = r"^sources:([0-9]{1,9})\Z"
CHANGE = rf"^(?:(?:{REMOVE}|{UNDO}):[0-9a-f]{{16}}|{FORGET}|{KEEP})\Z"


class Buttons:
    """The buttons under the bot's messages, for those whom the settings let it serve."""

    def __init__(
        self, library: Library, collector: Collector, settings: Settings, answered: AnsweredLately
    ) -> None:
        self._library = library
        self._collector = collector
        self._allowed = settings.quotewire_allowed_chats
        self._answered = answered

    def routes(self) -> list[BaseHandler[Update, Context, Any]]:
        """Which button does what."""
        return [
            CallbackQueryHandler(self.turn_page, pattern=PAGE),
            CallbackQueryHandler(self.show_nearest, pattern=rf"^{NEAR}\Z"),
            CallbackQueryHandler(self.change, pattern=CHANGE),
            CallbackQueryHandler(self.unknown),
        ]

    async def turn_page(self, update: Update, context: Context) -> None:
        """Show another page of the sources in the same message."""
        query = update.callback_query
        if query is None or not await self._serves(query):
            return
        await _acknowledge(query)
        shown = query.message
        if not query.data or not context.match:  # without data every pattern matches (22.8)
            return
        if isinstance(shown, Message) and shown.is_accessible:  # Telegram hides old ones
            page = int(context.match.group(1))
            await edit(shown, sources_reply(self._collector.sources(shown.chat), page))

    async def show_nearest(self, update: Update, context: Context) -> None:
        """Show the sentences nearest to a question that found nothing, in the same message."""
        pressed = await self._pressed(update)
        if pressed is None:
            return
        query, shown = pressed
        answered = self._answered.find_by_answer(shown)
        asked = shown.reply_to_message
        request = read_request(asked, context.bot.bot) if asked and not answered else None
        if answered is None and (request is None or request.command != ASK):
            await _acknowledge(query, FORGOTTEN)
            return
        await _acknowledge(query)
        words = answered.request.words if answered else request.words if request else ""
        before = answered.before if answered else None
        sources = self._collector.sources(shown.chat)
        answer = self._library.answer(words, sources, before=before)
        if answer.found:  # the sources have changed since
            await edit(shown, answer_reply(answer, sources))
        else:
            nearest = self._library.nearest(words, sources, before=before)
            await edit(shown, nearest_reply(answer, nearest, sources))

    async def change(self, update: Update, _: Context) -> None:
        """Do what a button says to the chat's sources, if whoever pressed it may."""
        pressed = await self._pressed(update)
        if pressed is None:
            return
        query, shown = pressed
        if not await self._collector.may_change(shown.chat, query.from_user, None):
            await _acknowledge(query, ADMINS_ONLY)
            return
        await _acknowledge(query)
        if query.data == FORGET:
            self._answered.forget_chat(shown.chat_id)
        reply = self._collector.press(shown.chat, query.data or "")
        if reply is not None:
            await edit(shown, reply)

    async def unknown(self, update: Update, _: Context) -> None:
        """Stop the button's spinning; it may come from an older Quotewire."""
        if update.callback_query is not None:
            await _acknowledge(update.callback_query)

    async def _pressed(self, update: Update) -> tuple[CallbackQuery, Message] | None:
        """The press and the message with the button, if there is anything to do about it."""
        query = update.callback_query
        shown = query.message if query else None
        if query is None or not isinstance(shown, Message) or not shown.is_accessible:
            return None
        return (query, shown) if await self._serves(query) else None

    async def _serves(self, query: CallbackQuery) -> bool:
        """Whether the chat or the user is served by now; if not, say so."""
        shown = query.message
        asking = {query.from_user.id, shown.chat.id if shown else query.from_user.id}
        if not self._allowed or asking & set(self._allowed):
            return True
        await _acknowledge(query, NOT_SERVED)
        return False


async def _acknowledge(query: CallbackQuery, text: str | None = None) -> None:
    with contextlib.suppress(BadRequest):  # pressed while the bot was away, and too old by now
        await query.answer(text)
