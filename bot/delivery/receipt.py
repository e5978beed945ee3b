"""The update that the running task answers, and what has become of it."""

from collections.abc import Callable
from contextvars import ContextVar


class Receipt:
    """An update in hand."""

    def __init__(self, close: Callable[[], None], *, crowded: bool = False) -> None:
        self.crowded = crowded  # whether more waits in the chat than can be answered soon
        self._close = close
        self._open = True
        self.again = False  # whether it is to be tried again
        self.told_when = False  # whether Telegram said when; the chat has no room before
        self.allowed = False  # whether a quota has it already
        self.counted = False  # whether the figures have it already
        self.failures = 0  # after which nobody knows whether it was answered, or why not

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self._open

    def close(self) -> None:
        """Note that it is answered, or never will be: it must not be answered again."""
        if self._open:
            self._open = False
            self._close()


in_hand: ContextVar[Receipt | None] = ContextVar("in_hand", default=None)
