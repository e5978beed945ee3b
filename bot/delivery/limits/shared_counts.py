"""Counting events in the database, for all bots that use it."""

import asyncio

from bot.delivery.limits.counting import Counting, OwnCounts
from bot.delivery.limits.window import Window
from corpus.fingerprint import fingerprint
from corpus.store.chats.rates import Rates
from corpus.store.database.interface import Database
from corpus.store.database.sqlite import SQLiteDatabase

PRUNING = 60.0  # seconds between two deletions of what counts no more


class SharedCounts:
    """Counts the events of all bots by the database's clock.

    A window learns of other bots' events whenever one of this bot's is counted. While it is known
    to be full, the database is not asked.
    """

    def __init__(self, rates: Rates) -> None:
        self._rates = rates
        self._pruned = 0.0  # by the loop's clock

    def take(self, key: str, window: Window, now: float) -> bool:
        """Count an event of a key at this time, and return True, unless that would be too many.

        Raises:
            CorpusError: Events cannot be counted now; this one is not allowed.
        """
        if window.wait(now) > 0:
            return False
        time = asyncio.get_running_loop().time()
        if time >= self._pruned + PRUNING:
            self._rates.prune()
            self._pruned = time
        is_taken, ages = self._rates.take(
            fingerprint([key]), window.most, window.seconds, time - now
        )
        window.learn([time - age for age in ages])
        return is_taken


def counting_in(database: Database) -> Counting:
    """What counts the events of all bots that can use a database."""
    if isinstance(database, SQLiteDatabase):  # which only one bot can use
        return OwnCounts()
    return SharedCounts(Rates(database))
