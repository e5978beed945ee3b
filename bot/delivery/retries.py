"""How long to wait before an update is handled again."""

from collections.abc import Iterator

FIRST_PAUSE = 2.0  # seconds; each pause is twice the one before
LONGEST_PAUSE = 300.0


def pauses() -> Iterator[float]:
    """Yield the seconds to wait before each retry, without end."""
    pause = FIRST_PAUSE
    while True:
        yield pause
        pause = min(2 * pause, LONGEST_PAUSE)
