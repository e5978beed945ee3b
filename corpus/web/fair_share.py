"""How much reading each chat and user has caused lately, so that nobody waits for a greedy one."""

from collections import deque
from collections.abc import Hashable, Iterable
from time import monotonic
from typing import NamedTuple

PERIOD = 3600.0  # seconds for which work is remembered
MOST_PARTIES = 10_000  # before those without recent work are forgotten


class Used(NamedTuple):
    """The seconds of reading and the bytes read."""

    seconds: float = 0.0
    size: int = 0


class _Work:
    """A party's work: when each piece ended, and the total.

    The total is not computed anew each time, because a party can cause any number of pieces.
    """

    def __init__(self) -> None:
        self._pieces: deque[tuple[float, Used]] = deque()  # oldest first
        self._seconds = 0.0
        self._size = 0

    @property
    def is_empty(self) -> bool:
        """Whether all work is forgotten."""
        return not self._pieces

    @property
    def last(self) -> float:
        """When the last piece ended."""
        return self._pieces[-1][0]

    def add(self, now: float, used: Used) -> None:
        self._pieces.append((now, used))
        self._seconds += used.seconds
        self._size += used.size

    def since(self, start: float) -> Used:
        """The total of the pieces that ended after a time; earlier ones are forgotten."""
        while self._pieces and self._pieces[0][0] <= start:
            _, old = self._pieces.popleft()
            self._seconds -= old.seconds
            self._size -= old.size
        return Used(self._seconds, self._size) if self._pieces else Used()


class FairShare:
    """The work done for each party, such as a chat or a user, within the last PERIOD.

    Times come from a monotonic clock, which nobody can set.
    """

    def __init__(self) -> None:
        self._work: dict[Hashable, _Work] = {}

    def record(self, parties: Iterable[Hashable], used: Used) -> None:
        """Remember work that was done for each of these parties."""
        now = monotonic()
        for party in set(parties):
            if party not in self._work and len(self._work) >= MOST_PARTIES:
                self._forget_idle(now)
            self._work.setdefault(party, _Work()).add(now, used)

    def used(self, party: Hashable) -> Used:
        """The seconds and the bytes that a party has used."""
        work = self._work.get(party)
        if work is None:
            return Used()
        used = work.since(monotonic() - PERIOD)
        if work.is_empty:
            del self._work[party]
        return used

    def _forget_idle(self, now: float) -> None:
        """Forget parties without recent work; if all have some, the one idle longest."""
        for party in [party for party, work in self._work.items() if work.last <= now - PERIOD]:
            del self._work[party]
        if len(self._work) >= MOST_PARTIES:
            del self._work[min(self._work, key=lambda party: self._work[party].last)]
