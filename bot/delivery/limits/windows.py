"""The windows of many keys, of which only the active ones are kept."""

from typing import Generic, TypeVar

from bot.delivery.limits.counting import Counting
from bot.delivery.limits.window import Window

Key = TypeVar("Key", int, str)


class Windows(Generic[Key]):
    """A window for each key of a kind; ``name`` tells the kind from others in the same counting.

    With ``room`` keys, idle ones are forgotten, or else the oldest.
    """

    def __init__(
        self, name: str, most: int, seconds: float, counting: Counting, room: int = 1000
    ) -> None:
        self._name = name
        self._most = most
        self._seconds = seconds
        self._counting = counting
        self._room = room
        self._windows: dict[Key, Window] = {}

    def take(self, key: Key, now: float) -> bool:
        """Count an event of a key at this time, and return True, unless that would be too many.

        Raises:
            CorpusError: Events cannot be counted now; this one is not allowed.
        """
        return self._counting.take(f"{self._name} {key}", self._window(key, now), now)

    def _window(self, key: Key, now: float) -> Window:
        if key not in self._windows and len(self._windows) >= self._room:
            self._windows = {one: at for one, at in self._windows.items() if not at.is_idle(now)}
            if len(self._windows) >= self._room:
                del self._windows[next(iter(self._windows))]
        return self._windows.setdefault(key, Window(self._most, self._seconds))
