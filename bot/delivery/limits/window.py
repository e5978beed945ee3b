"""A sliding window that limits how often something happens."""

from collections import deque
from typing import Generic, TypeVar

Key = TypeVar("Key")

MINUTE = 60.0
TICK = 0.001  # seconds; shorter waits are skipped, because a clock may not resolve them


class Window:
    """At most ``most`` events within any ``seconds``.

    A leaky bucket, as in aiolimiter and therefore in AIORateLimiter, lets twice as many through
    when it starts empty.
    """

    def __init__(self, most: int, seconds: float) -> None:
        self._times: deque[float] = deque(maxlen=most)
        self._most = most
        self._seconds = seconds

    def wait(self, now: float) -> float:
        """Return the seconds until the next event is allowed."""
        if len(self._times) < self._most:
            return 0.0
        rest = self._times[0] + self._seconds - now
        return rest if rest > TICK else 0.0

    def left(self, now: float) -> int:
        """Return how many events are allowed now."""
        return self._most - len(self._counting(now))

    def pace(self, now: float, last: int) -> float:
        """Return the seconds to wait so that the ``last`` allowed events suffice.

        They are spread over the time until another one is allowed. While there are more, there is
        nothing to wait for.
        """
        counting = self._counting(now)
        left = self._most - len(counting)
        if not counting or left > last:
            return 0.0
        if not left:  # from when the oldest one expires
            counting, left = counting[1:] or counting, 1
        gap = (counting[0] + self._seconds - counting[-1]) / (left + 1)
        rest = max(counting[-1] + gap - now, self.wait(now))
        return rest if rest > TICK else 0.0

    def _counting(self, now: float) -> list[float]:
        """The times of the events that count now, oldest first."""
        return [time for time in self._times if time + self._seconds - now > TICK]

    def take(self, now: float) -> None:
        """Count an event at this time."""
        self._times.append(now)

    def is_idle(self, now: float) -> bool:
        """Whether no earlier event counts any more."""
        return not self._times or self._times[-1] + self._seconds <= now


class Windows(Generic[Key]):
    """A window for each key; with ``room`` keys, idle ones are forgotten, or else the oldest."""

    def __init__(self, most: int, seconds: float, room: int = 1000) -> None:
        self._most = most
        self._seconds = seconds
        self._room = room
        self._windows: dict[Key, Window] = {}

    def take(self, key: Key, now: float) -> bool:
        """Count an event of a key at this time, and return True, unless that would be too many."""
        window = self._window(key, now)
        if window.wait(now) > 0:
            return False
        window.take(now)
        return True

    def _window(self, key: Key, now: float) -> Window:
        if key not in self._windows and len(self._windows) >= self._room:
            self._windows = {one: at for one, at in self._windows.items() if not at.is_idle(now)}
            if len(self._windows) >= self._room:
                del self._windows[next(iter(self._windows))]
        return self._windows.setdefault(key, Window(self._most, self._seconds))
