"""/sources: the list, a search, a source, a sentence of one, and the buttons of these."""

import re

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler

from bot.conversation.chat_sources.own_sources import OwnSources
from bot.conversation.feature import Context, Feature, Response
from bot.conversation.presses import Presses, acknowledge, said_by
from bot.conversation.requests import Request, has_words
from bot.delivery.send import edit
from bot.library.library import Library
from bot.library.second_process import Responder
from bot.replies import commands as names
from bot.replies.chat_sources.sentences import AT, sentences_reply
from bot.replies.chat_sources.source_list import (
    ALL,
    FIND,
    GROUP,
    GROUPS,
    found_reply,
    publisher_reply,
    publishers_reply,
    searched,
    sources_reply,
)
from bot.replies.chat_sources.sources import source_reply
from bot.replies.reply import Reply
from corpus.store.sources import Sources

NUMBER = r"[0-9]{1,9}"
REFERENCE = rf"[\[(#]*C?{NUMBER}[\]).]*"
PAGE = re.compile(rf"page\s*({NUMBER})", re.IGNORECASE)
SOURCE = re.compile(rf"{REFERENCE}|[0-9a-f]{{16}}", re.IGNORECASE)  # a number or an id
PLACE = re.compile(
    rf"({REFERENCE})[\s,:]+(?:sentences?\s+)?({NUMBER})(?:\s*[-–—]\s*({NUMBER}))?", re.IGNORECASE
)
BY_PUBLISHER = re.compile(r"(?:by\s+)?publishers?", re.IGNORECASE)
PRESSED = re.compile(
    rf"({ALL}|{GROUPS}):({NUMBER})\Z|({FIND}|{GROUP}):({NUMBER}):(.+)\Z|({AT}):(C?{NUMBER}):({NUMBER})\Z"
)


class SourceLists:
    """Shows the sources of a chat."""

    def __init__(
        self, library: Library, answering: Responder, own_sources: OwnSources, presses: Presses
    ) -> None:
        self._library = library
        self._answering = answering
        self._own_sources = own_sources
        self._presses = presses

    def feature(self) -> Feature:
        """The command and its buttons."""
        return Feature({names.SOURCES: self.show}, [CallbackQueryHandler(self.turn, PRESSED)])

    async def show(self, message: Message, request: Request) -> Response:
        """Return what the words after the command ask for."""
        return Response(await self._asked(self._own_sources.sources(message.chat), request.words))

    async def turn(self, update: Update, context: Context) -> None:
        """Show what a button says in the same message."""
        pressed = await self._presses.pressed(update)
        if pressed is None:
            return
        query, shown = pressed
        await acknowledge(query)
        sources = self._own_sources.sources(shown.chat)
        await edit(shown, await self._pressed(sources, *said_by(context)))

    async def _asked(self, sources: Sources, words: str) -> Reply:
        if not words:
            return sources_reply(sources)
        if page := PAGE.fullmatch(words):
            return sources_reply(sources, int(page[1]))
        if BY_PUBLISHER.fullmatch(words):
            return publishers_reply(sources)
        if place := PLACE.fullmatch(words):
            reference, first, last = place.groups()
            return sentences_reply(sources, reference, int(first), int(last or first))
        article = sources.find(words)
        if article is None and sources and has_words(words) and not SOURCE.fullmatch(words):
            return await self._found(sources, searched(words))
        alike = self._library.alike(article, sources) if article else []
        return source_reply(sources, words, alike)

    async def _pressed(self, sources: Sources, *data: str) -> Reply:
        every, page, some, page_of, which, _, reference, number = data
        if every:
            show = publishers_reply if every == GROUPS else sources_reply
            return show(sources, int(page))
        if some == GROUP:
            return publisher_reply(sources, which, int(page_of))
        if some:
            return await self._found(sources, searched(which), int(page_of))
        return sentences_reply(sources, reference, int(number), int(number))

    async def _found(self, sources: Sources, words: str, page: int = 1) -> Reply:
        found = await self._answering.with_words(words, sources)
        return found_reply(words, found, sources, page)
