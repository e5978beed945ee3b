"""How long to wait before an update is handled again."""

from collections.abc import Iterator

from bot.delivery.receipt import Receipt

FIRST_PAUSE = 2.0  # seconds; each pause is twice the one before
LONGEST_PAUSE = 300.0
SOON = 5.0  # seconds, at most, if what was missing may be back at any moment


def pauses() -> Iterator[float]:
    """Yield the seconds to wait before each retry, without end."""
    pause = FIRST_PAUSE
    while True:
        yield pause
        pause = min(2 * pause, LONGEST_PAUSE)


def before_retry(receipt: Receipt, pause: float) -> float:
    """The seconds to wait before an update is retried: as many as that, or fewer."""
    return min(pause, SOON) if receipt.is_retry_soon else pause
