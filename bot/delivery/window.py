"""How much may happen in any so many seconds."""

from collections import deque

MINUTE = 60.0


class Window:
    """Moments of which there may be at most so many in any so many seconds.

    A leaky bucket, as aiolimiter and with it AIORateLimiter have it, lets twice as many pass
    when it was empty.
    """

    def __init__(self, most: int, seconds: float) -> None:
        self._moments: deque[float] = deque(maxlen=most)
        self._most = most
        self._seconds = seconds

    def wait(self, now: float) -> float:
        """How many seconds it is until there is room."""
        if len(self._moments) < self._most:
            return 0.0
        rest = self._moments[0] + self._seconds - now
        return rest if rest > TICK else 0.0

    def take(self, now: float) -> None:
        """Use up the room of a moment."""
        self._moments.append(now)

    def is_idle(self, now: float) -> bool:
        """Whether none of the moments matters any more."""
        return not self._moments or self._moments[-1] + self._seconds <= now


TICK = 0.001  # seconds that are not waited for: a clock may not tell them
