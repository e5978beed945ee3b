"""The sources that a chat has added itself: /remove, /edit, /forget and their buttons."""

import re
from datetime import timedelta
from functools import partial
from itertools import islice

from telegram import Chat, Message

from bot.conversation.access import Access
from bot.conversation.adding.additions import LOCKED
from bot.conversation.chat_sources.edits import read_edit
from bot.conversation.feature import Feature, carrying
from bot.conversation.requests import Request, text_of
from bot.jobs.job_queue import JobQueue
from bot.library.library import Library
from bot.replies import commands as names
from bot.replies.chat_sources.edits import edited_reply, how_to_edit_reply, invalid_reply
from bot.replies.chat_sources.own_sources import (
    ADD_AGAIN,
    ADMINS_ONLY,
    ALREADY_REMOVED,
    OPERATOR_ONLY,
)
from bot.replies.chat_sources.removing import (
    FORGET,
    KEEP,
    NOTHING_REMOVED,
    REMOVE,
    UNDO,
    confirm_forget_reply,
    confirm_remove_reply,
    forgotten_reply,
    how_to_remove_reply,
    removed_reply,
    restored_reply,
    stored_in_words,
)
from bot.replies.chat_sources.sources import no_such_source_reply
from bot.replies.reply import Reply
from corpus.article import LIBRARY
from corpus.errors import CorpusError
from corpus.store.chats.digests import Digests
from corpus.store.chats.standing_questions import StandingQuestions
from corpus.store.database.retrying import when_free
from corpus.store.sources import Sources

ARTICLE_ID = re.compile("[0-9a-f]{16}")
MOST_ASKED = 20  # numbers that are looked up
# Separates numbers: marks, and a short word such as "and" in any language.
BETWEEN = re.compile(r"[\s,;،؛、，；]+(?:(?:[^\W\d_]{1,4}|&)[\s,;،؛、，；]+)?")
UNDO_PERIOD = timedelta(hours=1)  # how long a removed source can be restored


class OwnSources:
    """Finds, changes and removes the sources of chats; ``jobs`` are the additions under way."""

    def __init__(
        self,
        library: Library,
        access: Access,
        jobs: JobQueue,
    ) -> None:
        self._library = library
        self._store = library.store
        self._access = access
        self._jobs = jobs

    def feature(self) -> Feature:
        """The commands; ``Buttons`` has the buttons."""
        return Feature(
            {
                names.REMOVE: carrying(self.remove),
                names.EDIT: carrying(self.edit),
                names.FORGET: carrying(self.forget),
            }
        )

    def sources(self, chat: Chat) -> Sources:
        """The sources that a chat's questions are answered from."""
        return self._library.sources(self._access.collection(chat))

    async def remove(self, message: Message, request: Request) -> Reply:
        """Ask whether to remove sources; their numbers stand apart by commas or spaces."""
        if not await self._access.author_may_change(message):
            return Reply(str(ADMINS_ONLY))
        collection = self._access.collection(message.chat)
        sources = self._library.sources(collection)
        asked = [] if sources.samples else BETWEEN.split(request.words)
        found = {one: sources.find(one) for one in islice(filter(None, asked), MOST_ASKED)}
        articles = list(dict.fromkeys(filter(None, found.values())))
        own = [article for article in articles if article.collection == collection]
        others = [article for article in articles if article.collection != collection]
        if own:
            unknown = [one for one, article in found.items() if article is None]
            return confirm_remove_reply(own, sources, unknown=unknown, others=others)
        return Reply(str(OPERATOR_ONLY)) if others else how_to_remove_reply(sources)

    async def edit(self, message: Message, _: Request) -> Reply:
        """Change what is known about a source, as the lines of a message say."""
        if not await self._access.author_may_change(message):
            return Reply(str(ADMINS_ONLY))
        collection = self._access.collection(message.chat)
        sources = self._library.sources(collection)
        try:
            asked = read_edit("".join(text_of(message).split(maxsplit=1)[1:]))
        except CorpusError as error:
            return invalid_reply(error)
        article = sources.find(asked.reference) if asked else None
        if asked is None or sources.samples:
            return how_to_edit_reply(sources)
        if article is None:
            return no_such_source_reply(sources)
        if article.collection != collection:
            return Reply(str(OPERATOR_ONLY))
        edited = self._store.edit(article.id, asked.values)
        if edited is None:
            return Reply(str(ALREADY_REMOVED))
        return edited_reply(article, edited, self._library.sources(collection))

    async def forget(self, message: Message, _: Request) -> Reply:
        """Ask whether to delete everything that was added in a chat."""
        if not await self._access.author_may_change(message):
            return Reply(str(ADMINS_ONLY))
        return confirm_forget_reply(self._stored(message.chat_id), self._kept(message.chat))

    async def press(self, chat: Chat, data: str) -> Reply | None:
        """Do what a button says; return None if the button is not about sources."""
        action, _, which = data.partition(":")
        if action == REMOVE:
            return self._remove(chat, which)
        if action == UNDO:
            return self._restore(chat, which)
        if action == FORGET:
            stored = self._stored(chat.id)
            await self.forget_chat(chat.id)
            return forgotten_reply(stored, self._kept(chat))
        return Reply(str(NOTHING_REMOVED)) if action == KEEP else None

    async def forget_chat(self, chat_id: int) -> int:
        """Delete everything that a chat has added for itself; return the number of sources.

        What is under way for the chat is dropped first, so that none of it is added afterwards.
        """
        await self._jobs.drop(chat_id)
        forgotten = self._store.forget(str(chat_id))
        self._library.scrub()
        return forgotten

    async def move_chat(self, chat_id: int, new_id: int) -> Reply | None:
        """Move a group's sources, with their numbers, to the supergroup that replaces it.

        If anything was under way for the group, return a request to send it again.
        """
        dropped = await self._jobs.drop(chat_id)
        await when_free(partial(self._store.move, str(chat_id), str(new_id)), LOCKED)
        return Reply(str(ADD_AGAIN)) if dropped else None

    def _stored(self, chat_id: int) -> list[str]:
        """What ``forget_chat`` deletes, in words."""
        name = str(chat_id)
        database = self._store.database
        return stored_in_words(
            sources=self._store.count(name),
            feeds=len(self._store.subscriptions.feeds(name)),
            standing=len(StandingQuestions(database).of_chat(chat_id)),
            digests=int(Digests(database).of_chat(chat_id) is not None),
        )

    def _kept(self, chat: Chat) -> int | None:
        """The number of sources of the library, if the chat adds to it."""
        return self._store.count(LIBRARY) if self._access.adds_to_library(chat) else None

    def _remove(self, chat: Chat, which: str) -> Reply:
        """Remove sources that a button names."""
        collection = self._access.collection(chat)
        sources = self._library.sources(collection)
        named = _named(which)
        found = [
            sources.find(one) if isinstance(one, str) else self._store.numbered(collection, one)
            for one in named
        ]
        own = [one for one in found if one is not None and one.collection == collection]
        if not own and len(named) == 1:
            return Reply(str(ALREADY_REMOVED))
        reply = removed_reply(own, sources)
        for article in own:
            self._store.set_aside(article.id)
        return reply

    def _restore(self, chat: Chat, which: str) -> Reply:
        collection = self._access.collection(chat)
        restored = [
            self._store.put_back(one, collection)
            for one in _named(which)
            # A number that has a text was restored already.
            if isinstance(one, str) or self._store.numbered(collection, one) is None
        ]
        return restored_reply(list(filter(None, restored)), self._library.sources(collection))


def _named(which: str) -> list[str | int]:
    """The id, or the numbers, of sources that a button names."""
    if ARTICLE_ID.fullmatch(which):
        return [which]
    return [int(number) for number in dict.fromkeys(which.split(","))]
