"""The current time, as everything in the bot asks for it."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def now() -> datetime:
    """The moment."""
    return datetime.now(UTC)
