"""The sources that a chat adds itself: /add, /remove, /forget and the buttons under them."""

from collections.abc import Collection
from contextlib import aclosing
from datetime import timedelta
from functools import partial

from telegram import Chat, Message

from bot.conversation.access import Access
from bot.conversation.posted import Posted, find_posted, read_posted
from bot.conversation.quotas import StorageQuota
from bot.jobs.job import Done, ShowProgress, Work
from bot.jobs.job_queue import JobQueue
from bot.library.library import Library
from bot.replies.own_sources import (
    ADD_AGAIN,
    ADMINS_ONLY,
    ALREADY_REMOVED,
    FORGET,
    HOW_TO_ADD,
    KEEP,
    NOTHING_REMOVED,
    OPERATOR_ONLY,
    REMOVE,
    TOO_LATE_TO_UNDO,
    UNDO,
    Outcome,
    confirm_forget_reply,
    confirm_remove_reply,
    forgotten_reply,
    how_to_remove_reply,
    outcome_reply,
    progress_line,
    removed_reply,
    restored_reply,
)
from bot.replies.reply import Reply
from corpus.clock import Clock, now
from corpus.errors import CorpusError
from corpus.store.database import when_free
from corpus.store.sources import Sources
from corpus.web.page_watch import Refresher

# Seconds to wait while another process writes; after that, the queue does the job again later.
LOCKED = 20.0
UNDO_PERIOD = timedelta(hours=1)  # how long a removed source can be restored


class OwnSources:
    """Adds sources to chats' collections and removes them.

    ``jobs`` are the additions under way. ``trusted`` are hosts to fetch from even though they are
    not public.
    """

    def __init__(
        self,
        library: Library,
        refresher: Refresher,
        access: Access,
        storage_quota: StorageQuota,
        jobs: JobQueue,
        trusted: Collection[str],
        clock: Clock = now,
    ) -> None:
        self._library = library
        self._store = library.store
        self._refresher = refresher
        self._access = access
        self._storage_quota = storage_quota
        self._jobs = jobs
        self._trusted = trusted
        self._clock = clock

    def sources(self, chat: Chat) -> Sources:
        """The sources that a chat's questions are answered from."""
        return self._library.sources(self._access.collection(chat))

    async def add(self, message: Message, words: str) -> Work | Reply:
        """Return the work of adding what a message refers to, or why it cannot be added."""
        if not await self._access.author_may_change(message):
            return Reply(ADMINS_ONLY)
        collection = self._access.collection(message.chat)
        refusal = self._storage_quota.refusal(collection)
        if refusal:
            return Reply(refusal)
        posted = find_posted(message, words)
        if posted is None:
            return Reply(HOW_TO_ADD)
        add = partial(self._add, collection, posted)
        is_limited = not self._access.adds_to_library(message.chat)
        return Work(add, is_short=posted.is_short, is_limited=is_limited)

    async def _add(self, collection: str, posted: Posted, show: ShowProgress) -> Done:
        """Add what was posted, calling ``show`` with the progress to display."""
        refusal = self._storage_quota.refusal(collection)
        if refusal:  # the chat's earlier jobs have used it up
            return Done(Reply(refusal))
        outcome, size = Outcome(), posted.size
        show(progress_line(0))
        async with aclosing(read_posted(posted, self._trusted)) as pages:
            async for page in pages:
                if isinstance(page, CorpusError):
                    outcome.failed.append(page)
                    continue
                size += page.page.size if page.page else 0
                refusal = self._storage_quota.refusal(collection)
                if refusal:
                    break
                added = await when_free(partial(self._refresher.add, page, collection), LOCKED)
                (outcome.added if added else outcome.known).append(added.article.id)
                show(progress_line(len(outcome.added)))
        reply = outcome_reply(outcome, self._library.sources(collection), refusal)
        return Done(reply, size)

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
