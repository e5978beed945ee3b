"""How much one user may ask."""

import asyncio
from enum import Enum, auto

from bot.delivery.window import MINUTE, Window

MOST_USERS = 10_000  # whose last questions are remembered


class Verdict(Enum):
    """What is to be done about a request."""

    ALLOWED = auto()
    REFUSED = auto()  # with a line that says why
    IGNORED = auto()  # beyond that


class Quota:
    """At most so many requests of a user in a minute; 0 means that there is no limit."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._users: dict[int, Window] = {}
        self._told: set[int] = set()

    def take(self, user: int) -> Verdict:
        """Count a request of the user, if it is allowed; the first beyond is refused politely."""
        if not self._most:
            return Verdict.ALLOWED
        now = asyncio.get_running_loop().time()
        window = self._window(user, now)
        if window.wait(now) <= 0:
            window.take(now)
            self._told.discard(user)
            return Verdict.ALLOWED
        if user in self._told:
            return Verdict.IGNORED
        self._told.add(user)
        return Verdict.REFUSED

    def _window(self, user: int, now: float) -> Window:
        if user not in self._users and len(self._users) >= MOST_USERS:
            self._users = {one: w for one, w in self._users.items() if not w.is_idle(now)}
            self._told &= self._users.keys()
        return self._users.setdefault(user, Window(self._most, MINUTE))
