"""Counting events in the database, for all bots that use it."""

import asyncio
import hmac

from bot.delivery.limits.counting import Counting, OwnCounts
from bot.delivery.limits.window import Window
from corpus.store.chats.rates import Rates
from corpus.store.database.interface import Database
from corpus.store.database.sqlite import SQLiteDatabase

PRUNING = 60.0  # seconds between two deletions of what counts no more


class SharedCounts:
    """Counts the events of all bots by the database's clock.

    A window learns of other bots' events whenever one of this bot's is counted. While it is known
    to be full, the database is not asked. Keys are stored as hashes, which reveal nothing without
    the bots' ``token``.
    """

    def __init__(self, rates: Rates, token: str) -> None:
        self._rates = rates
        self._secret = hmac.digest(token.encode(), b"counts of events", "sha256")
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
        digest = hmac.digest(self._secret, key.encode("utf-8", "surrogatepass"), "sha256")
        hashed = int.from_bytes(digest[:8], signed=True)
        is_taken, ages = self._rates.take(hashed, window.most, window.seconds, time - now)
        window.learn([time - age for age in ages])
        return is_taken


def counting_in(database: Database, token: str) -> Counting:
    """What counts the events of all bots with this token that can use a database."""
    if isinstance(database, SQLiteDatabase):  # which only one bot can use
        return OwnCounts()
    return SharedCounts(Rates(database), token)
