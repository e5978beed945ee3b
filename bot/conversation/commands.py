"""Replies to every command except /ask, /add and /follow."""

from telegram import Message

from bot.conversation.chat_sources.feeds import Feeds
from bot.conversation.chat_sources.own_sources import OwnSources
from bot.conversation.requests import UNKNOWN, Request
from bot.replies import commands as names
from bot.replies.about_me import (
    IN_WORDS,
    privacy_reply,
    start_reply,
    unknown_reply,
)
from bot.replies.reply import Reply


class Commands:
    """Answers commands; ``keeps_unanswered`` decides what /privacy says about questions."""

    def __init__(self, own_sources: OwnSources, feeds: Feeds, *, keeps_unanswered: bool) -> None:
        self._own_sources = own_sources
        self._feeds = feeds
        self._keeps_unanswered = keeps_unanswered

    async def reply(self, message: Message, request: Request) -> Reply:
        """Carry out a command and return the reply."""
        match request.command:
            case names.REMOVE:
                return await self._own_sources.remove(message, request.words)
            case names.EDIT:
                return await self._own_sources.edit(message)
            case names.FORGET:
                return await self._own_sources.forget(message)
            case names.UNFOLLOW:
                return await self._feeds.unfollow(message, request.words)
            case names.FEEDS:
                return self._feeds.list_feeds(message)
            case _:
                return self._inform(message, request)

    def _inform(self, message: Message, request: Request) -> Reply:
        """Answer a command that changes nothing."""
        if request.command == UNKNOWN:
            return unknown_reply(request.words)
        sources = self._own_sources.sources(message.chat)
        match request.command:
            case names.START:
                return start_reply(sources)
            case names.PRIVACY:
                return privacy_reply(keeps_unanswered=self._keeps_unanswered)
            case _:
                return Reply(IN_WORDS)
