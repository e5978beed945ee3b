"""A sliding window that limits how often something happens."""

from collections import deque
from collections.abc import Iterable

MINUTE = 60.0
TICK = 0.001  # seconds; shorter waits are skipped, because a clock may not resolve them


class Window:
    """At most ``most`` events within any ``seconds``.

    A leaky bucket, as in aiolimiter and therefore in AIORateLimiter, lets twice as many through
    when it starts empty.
    """

    def __init__(self, most: int, seconds: float) -> None:
        self.most = most
        self.seconds = seconds
        self._times: deque[float] = deque(maxlen=most)

    def wait(self, now: float) -> float:
        """Return the seconds until the next event is allowed."""
        if len(self._times) < self.most:
            return 0.0
        rest = self._times[0] + self.seconds - now
        return rest if rest > TICK else 0.0

    def left(self, now: float) -> int:
        """Return how many events are allowed now."""
        return self.most - len(self._counting(now))

    def pace(self, now: float, last: int) -> float:
        """Return the seconds to wait so that the ``last`` allowed events suffice.

        They are spread over the time until another one is allowed. While there are more, there is
        nothing to wait for.
        """
        counting = self._counting(now)
        left = self.most - len(counting)
        if not counting or left > last:
            return 0.0
        if not left:  # from when the oldest one expires
            counting, left = counting[1:] or counting, 1
        gap = (counting[0] + self.seconds - counting[-1]) / (left + 1)
        rest = max(counting[-1] + gap - now, self.wait(now))
        return rest if rest > TICK else 0.0

    def _counting(self, now: float) -> list[float]:
        """The times of the events that count now, oldest first."""
        return [time for time in self._times if time + self.seconds - now > TICK]

    def take(self, now: float) -> None:
        """Count an event at this time."""
        self._times.append(now)

    def learn(self, times: Iterable[float]) -> None:
        """Replace what is known with the times of these events, oldest first."""
        self._times = deque(times, maxlen=self.most)

    def is_idle(self, now: float) -> bool:
        """Whether no earlier event counts any more."""
        return not self._times or self._times[-1] + self.seconds <= now
