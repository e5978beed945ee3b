"""The sources that a chat has added itself: /remove, /edit, /forget and their buttons."""

from datetime import timedelta
from functools import partial

from telegram import Chat, Message

from bot.conversation.access import Access
from bot.conversation.adding.additions import LOCKED
from bot.conversation.chat_sources.edits import read_edit
from bot.conversation.requests import text_of
from bot.jobs.job_queue import JobQueue
from bot.library.library import Library
from bot.replies.chat_sources.edits import edited_reply, how_to_edit_reply, invalid_reply
from bot.replies.chat_sources.own_sources import (
    ADD_AGAIN,
    ADMINS_ONLY,
    ALREADY_REMOVED,
    FORGET,
    KEEP,
    NOTHING_REMOVED,
    OPERATOR_ONLY,
    REMOVE,
    TOO_LATE_TO_UNDO,
    UNDO,
    confirm_forget_reply,
    confirm_remove_reply,
    forgotten_reply,
    how_to_remove_reply,
    removed_reply,
    restored_reply,
)
from bot.replies.reply import Reply
from corpus.clock import Clock, now
from corpus.errors import CorpusError
from corpus.store.database import when_free
from corpus.store.sources import Sources

UNDO_PERIOD = timedelta(hours=1)  # how long a removed source can be restored


class OwnSources:
    """Finds, changes and removes the sources of chats; ``jobs`` are the additions under way."""

    def __init__(
        self,
        library: Library,
        access: Access,
        jobs: JobQueue,
        clock: Clock = now,
    ) -> None:
        self._library = library
        self._store = library.store
        self._access = access
        self._jobs = jobs
        self._clock = clock

    def sources(self, chat: Chat) -> Sources:
        """The sources that a chat's questions are answered from."""
        return self._library.sources(self._access.collection(chat))

    async def remove(self, message: Message, reference: str) -> Reply:
        """Ask whether to remove a source."""
        if not await self._access.author_may_change(message):
            return Reply(ADMINS_ONLY)
        collection = self._access.collection(message.chat)
        sources = self._library.sources(collection)
        article = sources.find(reference)
        if article is None or sources.samples:
            return how_to_remove_reply(sources)
        if article.collection != collection:
            return Reply(OPERATOR_ONLY)
        return confirm_remove_reply(article, sources)

    async def edit(self, message: Message) -> Reply:
        """Change what is known about a source, as the lines of a message say."""
        if not await self._access.author_may_change(message):
            return Reply(ADMINS_ONLY)
        collection = self._access.collection(message.chat)
        sources = self._library.sources(collection)
        try:
            asked = read_edit("".join(text_of(message).split(maxsplit=1)[1:]))
        except CorpusError as error:
            return invalid_reply(error)
        article = sources.find(asked.reference) if asked else None
        if asked is None or article is None or sources.samples:
            return how_to_edit_reply(sources)
        if article.collection != collection:
            return Reply(OPERATOR_ONLY)
        edited = self._store.edit(article.id, asked.values)
        if edited is None:
            return Reply(ALREADY_REMOVED)
        return edited_reply(article, edited, self._library.sources(collection))

    async def forget(self, message: Message) -> Reply:
        """Ask whether to delete everything that was added in a chat."""
        if not await self._access.author_may_change(message):
            return Reply(ADMINS_ONLY)
        usage = self._store.usage(str(message.chat_id), self._clock())
        adds_to_library = self._access.adds_to_library(message.chat)
        return confirm_forget_reply(usage.articles, adds_to_library=adds_to_library)

    async def press(self, chat: Chat, data: str) -> Reply | None:
        """Do what a button says; return None if the button is not about sources."""
        action, _, article_id = data.partition(":")
        if action == REMOVE:
            return self._remove(chat, article_id)
        if action == UNDO:
            return self._restore(chat, article_id)
        if action == FORGET:
            count = await self.forget_chat(chat.id)
            return forgotten_reply(count, adds_to_library=self._access.adds_to_library(chat))
        return Reply(NOTHING_REMOVED) if action == KEEP else None

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
        return Reply(ADD_AGAIN) if dropped else None

    def _remove(self, chat: Chat, article_id: str) -> Reply:
        collection = self._access.collection(chat)
        sources = self._library.sources(collection)
        article = sources.find(article_id)
        if article is None or article.collection != collection:
            return Reply(ALREADY_REMOVED)
        reply = removed_reply(article, sources)
        self._store.set_aside(article_id)
        return reply

    def _restore(self, chat: Chat, article_id: str) -> Reply:
        collection = self._access.collection(chat)
        article = self._store.put_back(article_id, collection)
        if article is None:
            return Reply(TOO_LATE_TO_UNDO)
        return restored_reply(article, self._library.sources(collection))
