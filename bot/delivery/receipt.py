"""The update that the current task handles, and its state.

The dispatch creates a receipt and sets ``in_hand``. The code that sends the answer, counts it or
handles a failure records that in the receipt.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from telegram import Update  # otherwise every command would load telegram


def _nothing() -> None:
    """Record nothing."""


class Receipt:
    """An update that waits for its answer, over one or more attempts.

    Once done, it stays done. A request for a retry is cleared by the next attempt; all else is
    kept. ``on_begin`` and ``on_end`` record that the update is being handled, in case that ends
    the process.
    """

    def __init__(
        self,
        on_done: Callable[[], None],
        *,
        user: int | None = None,
        arrived: float | None = None,
        crowded: bool = False,
        suspect: bool = False,
        on_begin: Callable[[], None] = _nothing,
        on_end: Callable[[], None] = _nothing,
    ) -> None:
        self._on_done = on_done
        self._on_begin = on_begin
        self._on_end = on_end
        self._at_work = 0  # how many are handling it: the dispatch, a job, or both for a moment
        self._arrived = arrived
        self._is_crowded = crowded
        self._is_suspect = suspect
        self._is_open = True
        self._is_retry_wanted = self._is_wait_known = self._is_retry_soon = False
        self._is_told = False
        self._is_admitted = False
        self._is_counted = False
        self._is_handed_over = False
        self._failures = self._slow = 0
        self._user = user
        self._together: tuple[Update, ...] = ()
        self._parts: tuple[Part, ...] = ()
        self._on_leave: Callable[[Collection[int]], None] | None = None
        self._is_split = self._was_read = False

    @property
    def was_read(self) -> bool:
        """Whether the update could be read, with those that belong to it."""
        return self._was_read

    @property
    def together(self) -> "tuple[Update, ...]":
        """The updates that are handled as one, such as the parts of a long text."""
        return self._together

    @property
    def is_joint(self) -> bool:
        """Whether this is for several questions that are answered in one message."""
        return self._on_leave is not None

    @property
    def parts(self) -> "tuple[Part, ...]":
        """The questions to answer in one message."""
        return self._parts

    @property
    def is_split(self) -> bool:
        """Whether the parts must be handled one by one."""
        return self._is_split

    @property
    def user(self) -> int | None:
        """The user who sent the update, or its chat; None if neither is known."""
        return self._user

    @property
    def is_open(self) -> bool:
        """Whether the update still needs an answer."""
        return self._is_open

    @property
    def arrived(self) -> float | None:
        """When the update reached the bot, by the loop's clock, or None if that is unknown."""
        return self._arrived

    @property
    def is_crowded(self) -> bool:
        """Whether more updates wait in the chat than can be answered soon."""
        return self._is_crowded

    @property
    def is_suspect(self) -> bool:
        """Whether the update was being handled when the bot crashed."""
        return self._is_suspect

    @property
    def is_retry_wanted(self) -> bool:
        """Whether to handle the update again."""
        return self._is_open and self._is_retry_wanted

    @property
    def is_wait_known(self) -> bool:
        """Whether Telegram said how long to wait; the rate limiter does the waiting."""
        return self.is_retry_wanted and self._is_wait_known

    @property
    def is_retry_soon(self) -> bool:
        """Whether what the answer needs may be back at any moment."""
        return self.is_retry_wanted and self._is_retry_soon

    @property
    def is_told(self) -> bool:
        """Whether the user has been told that the answer takes long."""
        return self._is_told

    @property
    def is_admitted(self) -> bool:
        """Whether the update has been counted in its user's quota."""
        return self._is_admitted

    @property
    def is_counted(self) -> bool:
        """Whether the question has been counted in the metrics."""
        return self._is_counted

    @property
    def is_handed_over(self) -> bool:
        """Whether the queue of slow work answers the update, and not the dispatch."""
        return self._is_handed_over

    @property
    def failures(self) -> int:
        """The number of failed attempts in which the answer may have arrived."""
        return self._failures

    @property
    def slow(self) -> int:
        """The number of attempts that the search engine ended because they took too long."""
        return self._slow

    def begin_attempt(self) -> None:
        """Clear the request for a retry."""
        self._is_retry_wanted = self._is_wait_known = self._is_retry_soon = False

    def hold(self, together: "Iterable[Update]") -> None:
        """Set the updates that are handled as one."""
        self._together = tuple(together)
        self._was_read = True

    def be_joint(self, on_leave: Callable[[Collection[int]], None]) -> None:
        """Make this the receipt of several questions that are answered in one message.

        ``on_leave`` takes the numbers of those that are left for another message.
        """
        self._on_leave = on_leave

    def hold_parts(self, parts: "Iterable[Part]") -> None:
        """Set the questions to answer in one message."""
        self._parts = tuple(parts)
        self._was_read = True

    def leave_from(self, place: int) -> None:
        """Leave the parts from this place on for another message."""
        left = self._parts[place:]
        self._parts = self._parts[:place]
        if self._on_leave is not None and left:
            self._on_leave([part.update.update_id for part in left])

    def split(self) -> None:
        """Request that the parts are handled one by one."""
        self._is_split = self._is_retry_wanted = True

    def begin_work(self) -> None:
        """Record that the update is being handled, until as many calls of ``end_work``."""
        self._at_work += 1
        if self._at_work == 1:
            self._on_begin()

    def end_work(self) -> None:
        """Record that the update is no longer being handled, or is left to others."""
        self._at_work -= 1
        if not self._at_work:
            self._on_end()

    @contextmanager
    def talking(self) -> Iterator[None]:
        """Wait for Telegram inside; if the process ends meanwhile, the update is not to blame."""
        if self._at_work:
            self._on_end()
        try:
            yield
        finally:
            if self._at_work and self._is_open:
                self._on_begin()

    def retry_later(self, *, wait_known: bool, soon: bool = False) -> None:
        """Request another attempt; ``wait_known`` if Telegram said how long to wait.

        ``soon`` if what the answer needs may be back at any moment.
        """
        self._is_retry_wanted = True
        self._is_retry_soon = soon
        self._is_wait_known = wait_known

    def count_failure(self) -> None:
        """Count a failed attempt in which the answer may have arrived."""
        self._failures += 1

    def count_slow(self) -> None:
        """Count an attempt that the search engine ended because it took too long."""
        self._slow += 1

    def mark_admitted(self) -> None:
        """Record that the update has been counted in its user's quota."""
        self._is_admitted = True

    def mark_told(self) -> None:
        """Record that the user has been told that the answer takes long."""
        self._is_told = True

    def mark_counted(self) -> None:
        """Record that the question has been counted in the metrics."""
        self._is_counted = True

    def hand_over(self) -> None:
        """Leave the update to the queue of slow work, which retries it and marks it as done."""
        self._is_handed_over = True

    def mark_done(self) -> None:
        """Record that the update was answered or dropped, and must not be answered again."""
        if self._is_open:
            self._is_open = False
            self._on_done()


class Part(NamedTuple):
    """A question that is answered with others, and its own receipt."""

    update: "Update"
    receipt: Receipt


in_hand: ContextVar[Receipt | None] = ContextVar("in_hand", default=None)


def receipt_in_hand() -> Receipt:
    """Return the receipt in hand or, if there is none, one that closes nothing."""
    return in_hand.get() or Receipt(lambda: None)


@contextmanager
def holding(receipt: Receipt | None) -> Iterator[None]:
    """Have a receipt in hand inside, or none."""
    token = in_hand.set(receipt)
    try:
        yield
    finally:
        in_hand.reset(token)


def seconds_waited() -> float:
    """Return how long ago the update in hand reached the bot; 0 without an update in hand."""
    receipt = in_hand.get()
    if receipt is None or receipt.arrived is None:
        return 0.0
    return asyncio.get_running_loop().time() - receipt.arrived
