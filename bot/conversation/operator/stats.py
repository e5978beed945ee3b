"""The command /stats."""

import contextlib
from collections.abc import Iterable
from datetime import timedelta

from telegram import Message

from bot.conversation.feature import Feature, Response
from bot.conversation.requests import Request
from bot.replies.commands import STATS
from bot.replies.operator.stats import (
    LONGEST_PERIOD,
    USUAL_PERIOD,
    Figures,
    how_to_stats_reply,
    stats_reply,
)
from corpus.article import LIBRARY, Article
from corpus.clock import Clock
from corpus.errors import CorpusError
from corpus.store.store import Store

MOST_LISTED = 5  # sources of a kind


class Stats:
    """Shows operators what was counted; ``Responses`` turns others away."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def feature(self) -> Feature:
        """The command."""
        return Feature({STATS: self.show})

    async def show(self, _: Message, request: Request) -> Response:
        """Show what was counted in the number of days that the command names."""
        days = _days(request.words)
        return Response(how_to_stats_reply() if days is None else stats_reply(self._figures(days)))

    def _figures(self, days: int) -> Figures:
        tallies = self._store.tallies
        with contextlib.suppress(CorpusError):  # the database is busy: some seconds are missing
            tallies.write()
        start = self._clock().date() - timedelta(days=days - 1)
        unquoted, never = tallies.never_quoted(start, MOST_LISTED)
        most = {one.number: one.times for one in tallies.most_quoted(start, MOST_LISTED)}
        return Figures(
            days,
            tallies.first_day(),
            start,
            tallies.since(start),
            [(article, most[article.number or 0]) for article in self._articles(most)],
            self._articles(never),
            unquoted,
            self._store.count(LIBRARY),
        )

    def _articles(self, numbers: Iterable[int]) -> list[Article]:
        found = (self._store.numbered(LIBRARY, number) for number in numbers)
        return [article for article in found if article is not None]


def _days(words: str) -> int | None:
    """The number of days that the words after the command name; None if it is none."""
    if not words:
        return USUAL_PERIOD
    if not (words.isascii() and words.isdecimal() and len(words) < 5):
        return None
    return int(words) if 1 <= int(words) <= LONGEST_PERIOD else None
