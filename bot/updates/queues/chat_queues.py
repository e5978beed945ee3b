"""The updates that wait in each chat."""

from collections import deque
from typing import NamedTuple

from bot.delivery.limits.flood_limits import MESSAGES_PER_MINUTE_IN_GROUP

LONGEST_GROUP_QUEUE = MESSAGES_PER_MINUTE_IN_GROUP  # messages; more could not be answered soon
LONGEST_PRIVATE_QUEUE = 200


class Arrival(NamedTuple):
    """When an update arrived, by the loop's clock, and its user; the chat if there is none."""

    time: float
    user: int


class ChatQueues:
    """The numbers of the waiting updates of each chat, oldest first.

    If a chat's queue is full, it takes one more update, whose sender is told so, and no others.
    """

    def __init__(self) -> None:
        self._queues: dict[int, deque[int]] = {}
        self._arrivals: dict[int, Arrival] = {}  # of the waiting updates
        self._crowded: dict[int, int] = {}  # by chat, the update whose sender is told

    def __len__(self) -> int:
        return sum(map(len, self._queues.values()))

    def __contains__(self, chat: int) -> bool:
        return chat in self._queues

    def append(self, chat: int, number: int, arrival: Arrival, *, is_required: bool) -> bool:
        """Queue an update; return False if there is no room. Required ones always have some."""
        queue = self._queues.setdefault(chat, deque())
        longest = LONGEST_GROUP_QUEUE if chat < 0 else LONGEST_PRIVATE_QUEUE
        if not is_required and len(queue) >= longest:
            if chat in self._crowded:
                return False
            self._crowded[chat] = number
        queue.append(number)
        self._arrivals[number] = arrival
        return True

    def first(self, chat: int) -> int | None:
        """The chat's oldest waiting update; None if there is none."""
        return self.at(chat, 0)

    def at(self, chat: int, place: int) -> int | None:
        """The waiting update that is this many places behind the chat's oldest, if any."""
        queue = self._queues[chat]
        return queue[place] if place < len(queue) else None

    def arrival(self, number: int) -> Arrival:
        """When a waiting update arrived, and who sent it."""
        return self._arrivals[number]

    def is_crowded(self, chat: int, number: int) -> bool:
        """Whether to tell the sender of an update that too many are waiting."""
        return self._crowded.get(chat) == number

    def remove_first(self, chat: int) -> None:
        """Remove the chat's oldest update, which is done."""
        number = self._queues[chat].popleft()
        del self._arrivals[number]
        if self.is_crowded(chat, number):
            del self._crowded[chat]

    def close(self, chat: int) -> None:
        """Forget a chat and what waits in it."""
        for number in self._queues.pop(chat):
            del self._arrivals[number]
        self._crowded.pop(chat, None)
