"""The updates that wait in each chat."""

from collections import deque
from collections.abc import Collection
from typing import NamedTuple

LONGEST_GROUP_QUEUE = 150  # messages; many are answered in one
LONGEST_PRIVATE_QUEUE = 200


class Arrival(NamedTuple):
    """When an update arrived, by the loop's clock, and its user; the chat if there is none."""

    time: float
    user: int


class ChatQueues:
    """The numbers of the waiting updates of each chat, oldest first.

    Of the updates for which a chat's queue has no room, one should be told so, until half of the
    queue is free again.
    """

    def __init__(self) -> None:
        self._queues: dict[int, deque[int]] = {}
        self._arrivals: dict[int, Arrival] = {}  # of the waiting updates
        self._told: set[int] = set()  # chats

    def __len__(self) -> int:
        return sum(map(len, self._queues.values()))

    def __contains__(self, chat: int) -> bool:
        return chat in self._queues

    def append(self, chat: int, number: int, arrival: Arrival, *, is_required: bool) -> bool:
        """Queue an update; return False if there is no room. Required ones always have some."""
        queue = self._queues.setdefault(chat, deque())
        if not is_required and len(queue) >= _longest(chat):
            return False
        queue.append(number)
        self._arrivals[number] = arrival
        return True

    def must_tell(self, chat: int) -> bool:
        """Whether to tell a chat that its queue is full; True once."""
        is_new = chat not in self._told
        self._told.add(chat)
        return is_new

    def first(self, chat: int) -> int | None:
        """The chat's oldest waiting update; None if there is none."""
        return self.at(chat, 0)

    def at(self, chat: int, place: int) -> int | None:
        """The waiting update that is this many places behind the chat's oldest, if any."""
        queue = self._queues[chat]
        return queue[place] if place < len(queue) else None

    def waiting(self, chat: int) -> tuple[int, ...]:
        """The chat's waiting updates."""
        return tuple(self._queues.get(chat, ()))

    def holds(self, number: int) -> bool:
        """Whether an update still waits, or is being handled."""
        return number in self._arrivals

    def arrival(self, number: int) -> Arrival:
        """When a waiting update arrived, and who sent it."""
        return self._arrivals[number]

    def remove(self, chat: int, numbers: Collection[int]) -> None:
        """Remove updates of a chat, which are done."""
        for number in numbers:
            self._queues[chat].remove(number)
            del self._arrivals[number]
        if len(self._queues[chat]) <= _longest(chat) // 2:
            self._told.discard(chat)

    def close(self, chat: int) -> None:
        """Forget a chat and what waits in it."""
        for number in self._queues.pop(chat):
            del self._arrivals[number]
        self._told.discard(chat)


def _longest(chat: int) -> int:
    return LONGEST_GROUP_QUEUE if chat < 0 else LONGEST_PRIVATE_QUEUE
