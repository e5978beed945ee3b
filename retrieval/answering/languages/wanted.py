"""What an answer must be like."""

from typing import NamedTuple

from retrieval.asking.given import NOTHING_GIVEN, Given
from retrieval.ranking.confidence import default_threshold


class Wanted(NamedTuple):
    """How many passages an answer may have, how likely it must be, and what is given with it."""

    limit: int
    threshold: float | None = None  # None for the default
    given: Given = NOTHING_GIVEN

    @property
    def any_closest(self) -> bool:
        """Whether the closest sentences are wanted, however unlikely."""
        return self.threshold is not None and self.threshold <= 0

    def needed(self, *, by_meaning: bool) -> float:
        """The confidence that is needed."""
        if self.threshold is None:
            return default_threshold(by_meaning=by_meaning)
        return self.threshold
