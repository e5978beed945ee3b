"""What came in since the terminal chat last asked: its command /latest."""

import asyncio
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.conversation.standing.news import AT_FIRST, News
from bot.library.library import Library
from bot.library.second_process import Responder
from bot.replies.reply import Reply
from bot.replies.standing.news import news_reply, time_label
from corpus.clock import Clock, now


class LatestHere:
    """Quotes what came in, for each topic from where this chat has been shown it."""

    def __init__(self, library: Library, zone: ZoneInfo, clock: Clock = now) -> None:
        self._library = library
        self._zone = zone
        self._clock = clock
        self._news = News(library, Responder(library, second=False), clock)
        self._seen: dict[str, tuple[int, datetime]] = {}  # positions and times, by topic

    def latest(self, topic: str) -> Reply:
        """Return what came in since the last time, or within a day."""
        asked = self._clock()
        day_ago = asked - AT_FIRST
        position, since = self._seen.get(topic) or (self._news.arrivals.before(day_ago), day_ago)
        upto = self._news.upto()
        sources = self._library.sources()
        positions = range(position + 1, upto.position + 1)
        answer = asyncio.run(self._news.leads(sources, positions, topic))
        if upto.whole:
            self._seen[topic] = upto.position, asked
        return news_reply(answer, sources, time_label(since, self._zone), topic)
