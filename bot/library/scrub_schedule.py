"""When to rewrite the parts of the index that hold words of removed articles."""

from collections.abc import Callable
from math import inf
from time import monotonic

PAUSE = 45.0  # seconds between two scrubs; the words are gone within a minute of a request


class ScrubSchedule:
    """Requests for scrubs, of which one begins every PAUSE seconds at most."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._due = inf
        self._rested = -inf  # the time from which a scrub may begin

    @property
    def requested(self) -> bool:
        """Whether there is a request for a scrub."""
        return self._due < inf

    @property
    def due(self) -> bool:
        """Whether to begin a scrub now."""
        return self._clock() >= max(self._due, self._rested)

    def request(self, seconds: float = 0) -> None:
        """Request a scrub in ``seconds`` from now; an earlier request stays."""
        self._due = min(self._due, self._clock() + seconds)

    def fulfill(self) -> None:
        """Forget the request, because the scrub begins."""
        self._due = inf

    def rest(self) -> None:
        """Let no scrub begin in the next PAUSE seconds."""
        self._rested = self._clock() + PAUSE
