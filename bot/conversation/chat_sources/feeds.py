"""The feeds that a chat follows: /follow, /feeds and /unfollow."""

from functools import partial

from telegram import Chat, Message

from bot.conversation.access import Access
from bot.conversation.feature import Feature, Response, carrying
from bot.conversation.quotas import StorageQuota
from bot.conversation.requests import Request
from bot.delivery.sender import sender_id
from bot.jobs.job import Done, ShowProgress, Work
from bot.replies import commands as names
from bot.replies.chat_sources.feeds import (
    HOW_TO_UNFOLLOW,
    NO_FEEDS,
    NOT_AN_ADDRESS,
    feeds_reply,
    following_reply,
    how_to_follow_reply,
    not_followed_reply,
    unfollowed_reply,
)
from bot.replies.chat_sources.own_sources import ADMINS_ONLY
from bot.replies.reply import Reply
from corpus.errors import CorpusError
from corpus.store.subscriptions import Subscriptions
from corpus.web.feed_watch import Follower
from corpus.web.pages import is_url


class Feeds:
    """Answers the commands about feeds; ``follower`` fetches them."""

    def __init__(
        self,
        subscriptions: Subscriptions,
        follower: Follower,
        access: Access,
        storage_quota: StorageQuota,
    ) -> None:
        self._subscriptions = subscriptions
        self._follower = follower
        self._access = access
        self._storage_quota = storage_quota

    def feature(self) -> Feature:
        """The commands."""
        quick = {names.FEEDS: self.list_feeds, names.UNFOLLOW: carrying(self.unfollow)}
        return Feature(quick, slow={names.FOLLOW: self.follow})

    async def follow(self, message: Message, request: Request) -> Work | Reply:
        """Return the work of following a feed for the chat, or why it cannot be followed."""
        if not await self._access.author_may_change(message):
            return Reply(str(ADMINS_ONLY))
        if not is_url(request.words):
            return how_to_follow_reply(NOT_AN_ADDRESS if request.words else None)
        return self.follow_for(message.chat, sender_id(message), request.words)

    def follow_for(self, chat: Chat, user: int, url: str) -> Work | Reply:
        """Return the work of following a feed for a user who may, or why it cannot be followed."""
        collection = self._access.collection(chat)
        user_hash = self._storage_quota.user_hash(user)
        if refusal := self._storage_quota.feed_refusal(collection, user_hash):
            return Reply(refusal)
        is_limited = not self._access.adds_to_library(chat)
        follow = partial(self._follow, collection, user_hash, url)
        return Work(follow, is_limited=is_limited)

    async def _follow(self, collection: str, user_hash: int, url: str, _: ShowProgress) -> Done:
        # Again, because earlier jobs may have followed feeds meanwhile.
        if refusal := self._storage_quota.feed_refusal(collection, user_hash):
            return Done(Reply(refusal))
        try:
            followed = await self._follower.follow(collection, url, user_hash)
            return Done(following_reply(followed))
        except CorpusError as error:
            return Done(not_followed_reply(error))

    async def list_feeds(self, message: Message, _: Request) -> Response:
        """List the feeds that the chat follows."""
        feeds = self._subscriptions.feeds(self._access.collection(message.chat))
        return Response(feeds_reply(feeds))

    async def unfollow(self, message: Message, request: Request) -> Reply:
        """Stop following the feed with this number or address."""
        if not await self._access.author_may_change(message):
            return Reply(str(ADMINS_ONLY))
        feeds = self._subscriptions.feeds(self._access.collection(message.chat))
        for number, feed in enumerate(feeds, 1):
            if request.words in (str(number), feed.url):
                self._subscriptions.unfollow(feed.collection, feed.url)
                return unfollowed_reply(feed)
        return Reply(str(HOW_TO_UNFOLLOW)) if feeds else how_to_follow_reply(NO_FEEDS)
