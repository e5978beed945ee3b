"""When to rewrite the files that hold something of removed articles, and which."""

from collections.abc import Callable
from math import inf
from time import monotonic

from bot.library.index_files import IndexFiles
from bot.library.vectors.vector_updater import VectorUpdater
from retrieval.index.index import Index
from retrieval.index.part import Part
from retrieval.index.tail import Tail

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


class Scrub:
    """Finds the parts of the index to rewrite, and has the vectors rewritten.

    ``save`` writes the manifest and deletes the files out of use.
    """

    def __init__(
        self, index: Index, files: IndexFiles, vectors: VectorUpdater, save: Callable[[], None]
    ) -> None:
        self.schedule = ScrubSchedule()
        self._index = index
        self._files = files
        self._vectors = vectors
        self._save = save
        self._runs = False
        self._unclean: list[Part] = []  # parts that are still to be rewritten

    @property
    def wanted(self) -> bool:
        """Whether a scrub has been requested, or has begun."""
        return self._runs or self.schedule.requested

    def forget(self) -> None:
        """Forget the parts to rewrite, which are no longer in the index."""
        self._unclean = []

    def next_part(self) -> list[Part]:
        """The next part to rewrite because it holds removed articles; none if there is none.

        Each part is rewritten once in a scrub, whatever is removed in the meantime.
        """
        if not self._runs and self.schedule.due:
            self._begin()
        while self._unclean:
            part = self._unclean.pop(0)
            if part in self._index.segments or isinstance(part, Tail):
                return [part]
        if self._runs and not self._vectors.cleaning:
            self._end()
        return []

    def _begin(self) -> None:
        if not self._files.may_write():
            self.schedule.rest()
            return
        self.schedule.fulfill()
        self._runs = True
        self._unclean = self._index.unclean()
        if self._vectors.scrub():
            self._save()
        if self._unclean or self._vectors.cleaning:
            self.schedule.rest()

    def _end(self) -> None:
        """Delete the files out of use; if that fails, request another scrub."""
        self._runs = False
        if self._files.has_others:
            self._save()
        if self._files.has_others:
            self.schedule.request()
            self.schedule.rest()
