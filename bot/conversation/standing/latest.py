"""/latest: what came in since a chat last asked."""

from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from telegram import Message

from bot.conversation.access import Access
from bot.conversation.feature import Feature, Response
from bot.conversation.requests import Request
from bot.conversation.standing.news import AT_FIRST, News
from bot.library.library import Library
from bot.replies import commands
from bot.replies.standing.news import news_reply, time_label
from corpus.clock import Clock
from corpus.store.chats.latest import Latest, Seen
from corpus.store.database.retrying import when_free


class LatestNews:
    """Answers /latest, for each topic from where the chat has been shown it."""

    def __init__(
        self, library: Library, access: Access, news: News, zone: ZoneInfo, clock: Clock
    ) -> None:
        self._library = library
        self._access = access
        self._news = news
        self._latest = Latest(library.store.database)
        self._zone = zone
        self._clock = clock

    def feature(self) -> Feature:
        """The command."""
        return Feature({commands.LATEST: self.latest})

    async def latest(self, message: Message, request: Request) -> Response:
        """Quote what came in since the chat last asked, or within a day."""
        chat, topic, now = message.chat_id, request.words, self._clock()
        since = self._latest.seen_before(chat, topic, message.message_id)
        if since is None:
            day_ago = now - AT_FIRST
            since = Seen(self._news.arrivals.before(day_ago), int(day_ago.timestamp()))
        upto = self._news.upto()
        sources = self._library.sources(self._access.collection(message.chat))
        positions = range(since.position + 1, upto.position + 1)
        answer = await self._news.leads(sources, positions, topic)
        if upto.whole:
            seen = Seen(upto.position, int(now.timestamp()))
            await when_free(partial(self._latest.see, chat, topic, message.message_id, seen))
            await when_free(partial(self._latest.prune, seen.asked))
        time = time_label(datetime.fromtimestamp(since.asked, UTC), self._zone)
        reply = news_reply(answer, sources, time, topic)
        if answer is None:
            return Response(reply)
        quoted = tuple(one.sentence.article.id for one in answer.quoted)
        return Response(reply, answer.turn, quoted=quoted, band=answer.band)
