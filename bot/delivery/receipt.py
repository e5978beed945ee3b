"""The update that the running task handles, and how far that has got.

The dispatch opens a receipt and sets ``in_hand``. The code that sends the answer, counts it or
handles its failure records that through one of the methods.
"""

from collections.abc import Callable
from contextvars import ContextVar


class Receipt:
    """An update that waits for its answer, over one or more attempts.

    Once done it stays done. A retry is asked for within one attempt; what was admitted, counted
    or failed is remembered for the next.
    """

    def __init__(self, on_done: Callable[[], None], *, crowded: bool = False) -> None:
        self._on_done = on_done
        self._is_crowded = crowded
        self._is_open = True
        self._is_retry_wanted = False
        self._is_told_when = False
        self._is_admitted = False
        self._is_counted = False
        self._failures = 0

    @property
    def is_open(self) -> bool:
        """Whether the update still needs an answer."""
        return self._is_open

    @property
    def is_crowded(self) -> bool:
        """Whether more waits in the chat than can be answered soon."""
        return self._is_crowded

    @property
    def is_retry_wanted(self) -> bool:
        """Whether to handle the update again."""
        return self._is_open and self._is_retry_wanted

    @property
    def is_told_when(self) -> bool:
        """Whether Telegram said how long to wait: until then, the chat has no room."""
        return self.is_retry_wanted and self._is_told_when

    @property
    def is_admitted(self) -> bool:
        """Whether the update has been counted in its user's quota."""
        return self._is_admitted

    @property
    def is_counted(self) -> bool:
        """Whether the question has been counted in the metrics."""
        return self._is_counted

    @property
    def failures(self) -> int:
        """The number of attempts after which nobody knows whether the answer arrived."""
        return self._failures

    def begin_attempt(self) -> None:
        """Forget that the last attempt asked for a retry."""
        self._is_retry_wanted = self._is_told_when = False

    def retry_later(self, *, told_when: bool) -> None:
        """Ask for another attempt; ``told_when``: Telegram said how long to wait."""
        self._is_retry_wanted = True
        self._is_told_when = told_when

    def count_failure(self) -> None:
        """Count an attempt after which nobody knows whether the answer arrived."""
        self._failures += 1

    def mark_admitted(self) -> None:
        """Note that the update has been counted in its user's quota."""
        self._is_admitted = True

    def mark_counted(self) -> None:
        """Note that the question has been counted in the metrics."""
        self._is_counted = True

    def mark_done(self) -> None:
        """Note that the update is answered or dropped: it must not be answered again."""
        if self._is_open:
            self._is_open = False
            self._on_done()


in_hand: ContextVar[Receipt | None] = ContextVar("in_hand", default=None)
