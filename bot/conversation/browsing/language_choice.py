"""/language, whose buttons choose the language in which the chat is spoken to."""

from functools import partial

from telegram import Chat, Message, Update, User
from telegram.ext import CallbackQueryHandler

from bot.conversation.access import Access
from bot.conversation.feature import Context, Feature, Response
from bot.conversation.presses import Presses, said_by
from bot.conversation.requests import Request
from bot.delivery.send import edit
from bot.replies import commands as names
from bot.replies.chat_sources.own_sources import ADMINS_ONLY
from bot.replies.language import (
    AUTOMATIC,
    LANGUAGE,
    language_named,
    language_reply,
    unspoken_reply,
)
from bot.replies.reply import Reply
from bot.wording.catalogues import ENGLISH, spoken_of
from bot.wording.wording import speaking
from corpus.store.chats.languages import ChatLanguages
from corpus.store.database.retrying import when_free

CHOICE = rf"^{LANGUAGE}:([A-Za-z_]{{0,12}})\Z"


class LanguageChoice:
    """Keeps the languages of chats; in a group, only administrators choose one."""

    def __init__(self, chats: ChatLanguages, access: Access, presses: Presses) -> None:
        self._chats = chats
        self._access = access
        self._presses = presses

    def feature(self) -> Feature:
        """The command and its buttons."""
        routes = [CallbackQueryHandler(self.press, pattern=CHOICE)]
        return Feature({names.LANGUAGE: self.language}, routes)

    async def language(self, message: Message, request: Request) -> Response:
        """Return the chat's language, or change it to the one that is named."""
        chat = message.chat
        if not request.words:
            return Response(language_reply(self._chosen(chat)))
        named = language_named(request.words)
        if named is None:
            return Response(unspoken_reply(self._chosen(chat)))
        if not await self._access.author_may_change(message):
            return Response(Reply(str(ADMINS_ONLY)))
        return Response(await self._changed(chat, message.from_user, named))

    async def press(self, update: Update, context: Context) -> None:
        """Change the chat's language in the message that shows it."""
        pressed = await self._presses.pressed_by_editor(update)
        if pressed is None:
            return
        query, shown = pressed
        (code,) = said_by(context)
        if code == AUTOMATIC or spoken_of(code):  # otherwise the button is of another version
            await edit(shown, await self._changed(shown.chat, query.from_user, code))

    async def _changed(self, chat: Chat, user: User | None, code: str) -> Reply:
        """Store a choice; return what is chosen now, in that language."""
        language = spoken_of(code or (user.language_code if user else None)) or ENGLISH
        put = self._chats.leave_open if code == AUTOMATIC else self._chats.choose
        await when_free(partial(put, chat.id, language))
        with speaking(language):
            return language_reply(self._chosen(chat))

    def _chosen(self, chat: Chat) -> str | None:
        return spoken_of(self._chats.chosen(chat.id))
