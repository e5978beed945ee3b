"""A sliding window that limits how often something happens."""

from collections import deque

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

    def take(self, now: float) -> None:
        """Count an event at this time."""
        self._times.append(now)

    def is_idle(self, now: float) -> bool:
        """Whether no earlier event counts any more."""
        return not self._times or self._times[-1] + self._seconds <= now
