"""Progress bars for indexing many articles."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol


class Bar(Protocol):
    """A progress bar, such as tqdm's."""

    def update(self, n: float = 1) -> object:
        """Count n more items as done."""

    def close(self) -> object:
        """Remove the bar."""


class NoBar:
    """A bar that shows nothing."""

    def update(self, n: float = 1) -> object:
        """Do nothing."""

    def close(self) -> object:
        """Do nothing."""


Progress = Callable[[int], Bar]  # makes a bar for a number of items


def no_progress(_: int) -> Bar:
    """A bar that shows nothing."""
    return NoBar()


@contextmanager
def open_bar(progress: Progress, count: int) -> Iterator[Bar]:
    """A bar for this many items, removed at the end."""
    bar = progress(count)
    try:
        yield bar
    finally:
        bar.close()
