"""Counting events against limits: those of one bot, or of all bots of a database together."""

from typing import Protocol

from bot.delivery.limits.window import Window


class Counting(Protocol):
    """Counts events by their keys, each of which has a window."""

    def take(self, key: str, window: Window, now: float) -> bool:
        """Count an event of a key at this time, and return True, unless that would be too many.

        The window then knows when the next event is allowed.

        Raises:
            CorpusError: Events cannot be counted now; this one is not allowed.
        """


class OwnCounts:
    """Counts the events of this process alone, in the windows themselves."""

    def take(self, key: str, window: Window, now: float) -> bool:  # noqa: ARG002 - a window is of one key
        """Count an event at this time, and return True, unless that would be too many."""
        if window.wait(now) > 0:
            return False
        window.take(now)
        return True
