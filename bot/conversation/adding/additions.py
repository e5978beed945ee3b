"""Adding what messages hold to the sources of their chats: /add, and the button that does so."""

from collections.abc import Collection
from contextlib import aclosing
from functools import partial

from telegram import Chat, Message, User

from bot.conversation.access import Access
from bot.conversation.adding.posted import Posted, find_posted, held_by
from bot.conversation.adding.reading import read_posted
from bot.conversation.adding.recent_groups import Group, RecentGroups
from bot.conversation.quotas import StorageQuota
from bot.conversation.requests import message_replied_to
from bot.delivery.receipt import in_hand
from bot.jobs.job import Done, ShowProgress, Work
from bot.library.library import Library
from bot.replies.chat_sources.adding import GONE, ONE_OF_ALBUM, PARTS_FORGOTTEN, SHORT, offer_reply
from bot.replies.chat_sources.own_sources import ADMINS_ONLY, Outcome, outcome_reply, progress_line
from bot.replies.reply import Reply
from corpus.errors import CorpusError
from corpus.store.articles.adding import Outcome as Stored
from corpus.store.database.retrying import when_free
from corpus.web.page_watch import Refresher

# Seconds to wait while another process writes; after that, the queue does the job again later.
LOCKED = 20.0


class Additions:
    """Adds sources to chats' collections.

    ``trusted`` are hosts to fetch from even though they are not public.
    """

    def __init__(
        self,
        library: Library,
        refresher: Refresher,
        access: Access,
        storage_quota: StorageQuota,
        trusted: Collection[str],
    ) -> None:
        self._library = library
        self._refresher = refresher
        self._access = access
        self._storage_quota = storage_quota
        self._trusted = trusted
        self.groups = RecentGroups()

    async def add(self, message: Message, bot: User) -> tuple[Work | Reply, Message]:
        """Return the work of adding what a message refers to, or a reply, and where to reply.

        The message is the one in hand, perhaps with others that were sent with it.
        """
        if not await self._access.author_may_change(message):
            return Reply(str(ADMINS_ONLY)), message
        group = self.group_in_hand(message)
        replied = message_replied_to(message)
        posted = find_posted(group, self.groups.find(replied) if replied else (), bot)
        if isinstance(posted, Reply):
            return posted, message
        if posted.is_chatty:  # the press of the button finds the words in the message replied to
            about = replied if replied and held_by(group, bot) is None else message
            return offer_reply(SHORT), about
        return self._work(message.chat, posted), message

    def add_pressed(self, shown: Message, bot: User, data: str) -> Work | Reply:
        """Return the work of adding what is in the message that a button's message replies to."""
        asked = shown.reply_to_message
        group = self.groups.find(asked) if asked else ()
        posted = held_by(group, bot) if group else None
        if posted is None:
            return Reply(str(GONE))
        is_part = len(group) < int(data.partition(":")[2] or 1)
        if is_part and posted.note != str(ONE_OF_ALBUM):
            posted = posted.with_note(str(PARTS_FORGOTTEN))
        return self._work(shown.chat, posted)

    def group_in_hand(self, message: Message) -> Group:
        """The message in hand and those that were sent with it; they are remembered."""
        receipt = in_hand.get()
        together = [update.message for update in receipt.together] if receipt else []
        others = [one for one in together if one and one.message_id != message.message_id]
        group = (message, *others)
        if others:
            self.groups.remember(group)
        return group

    def _work(self, chat: Chat, posted: Posted) -> Work | Reply:
        collection = self._access.collection(chat)
        refusal = self._storage_quota.refusal(collection)
        if refusal:
            return Reply(refusal)
        is_limited = not self._access.adds_to_library(chat)
        add = partial(self._add, collection, posted)
        return Work(add, is_short=posted.is_short, is_limited=is_limited)

    async def _add(self, collection: str, posted: Posted, show: ShowProgress) -> Done:
        """Add what was posted, calling ``show`` with the progress to display."""
        refusal = self._storage_quota.refusal(collection)
        if refusal:  # the chat's earlier jobs have used it up
            return Done(Reply(refusal))
        outcome, size = Outcome(note=posted.note), posted.size
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
                lists = {Stored.NEW: outcome.added, Stored.NEWER: outcome.updated}
                lists.get(added.outcome, outcome.known).append(added.article.id)
                if page.article.incomplete:
                    outcome.incomplete.append(added.article.id)
                show(progress_line(len(outcome.added)))
        reply = outcome_reply(outcome, self._library.sources(collection), refusal)
        return Done(reply, size)
