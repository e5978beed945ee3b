"""The limit on how often each user can ask."""

import asyncio
from enum import Enum, auto

from bot.delivery.window import MINUTE, Window

MOST_USERS = 10_000  # before idle ones are forgotten


class Verdict(Enum):
    """What to do with a request."""

    ALLOWED = auto()
    REFUSED = auto()  # say why
    IGNORED = auto()  # stay silent: the user already knows why


class Quota:
    """A limit on each user's requests in any minute; 0 means no limit."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._users: dict[int, Window] = {}
        self._notified: set[int] = set()

    def take(self, user: int) -> Verdict:
        """Return what to do with a user's request, and count it if it is allowed."""
        if not self._per_minute:
            return Verdict.ALLOWED
        now = asyncio.get_running_loop().time()
        window = self._window(user, now)
        if window.wait(now) <= 0:
            window.take(now)
            self._notified.discard(user)
            return Verdict.ALLOWED
        if user in self._notified:
            return Verdict.IGNORED
        self._notified.add(user)
        return Verdict.REFUSED

    def _window(self, user: int, now: float) -> Window:
        if user not in self._users and len(self._users) >= MOST_USERS:
            users = self._users.items()
            self._users = {known: window for known, window in users if not window.is_idle(now)}
            self._notified &= self._users.keys()
        return self._users.setdefault(user, Window(self._per_minute, MINUTE))
