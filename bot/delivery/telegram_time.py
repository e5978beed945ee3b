"""Telegram's time, taken from the ``Date`` header of its responses."""

from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic

import httpx

from corpus.clock import Clock, now

YEARS = range(2015, 2100)  # the Bot API began in 2015; any other year is nonsense


class TelegramTime:
    """A clock that shows Telegram's time, even if this machine's clock is wrong.

    Between two responses, it moves on by ``seconds``. Until a response has a date, it shows this
    machine's time, which is ``clock``.
    """

    def __init__(self, clock: Clock = now, seconds: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._seconds = seconds
        self._start: datetime | None = None  # Telegram's time when ``seconds`` was 0

    def __call__(self) -> datetime:
        """Return the current time."""
        if self._start is None:
            return self._clock()
        return self._start + timedelta(seconds=self._seconds())

    async def learn(self, response: httpx.Response) -> None:
        """Set the clock by a response, unless it has no date or an impossible one."""
        date = _date(response.headers.get("Date", ""))
        if date is not None:
            self._start = date - timedelta(seconds=self._seconds())


def _date(header: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo is not None and date.year in YEARS else None
