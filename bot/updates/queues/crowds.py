"""Which of the questions that wait in a group are answered in one message."""

from collections.abc import Callable, Collection
from math import ceil

from telegram import Message, Update

from bot.delivery.limits.flood_limits import Limits
from bot.updates.parsing import Parsing, holds
from bot.updates.queues.chat_queues import ChatQueues

MOST = 12  # questions in one message; as a rule, fewer have room
SOON = 0.5  # seconds; whoever will wait longer is told so
# What an update is, if it is no question; a question has the number of its topic, from 0.
PASSED = -1  # others may be answered before it: an edited question
IN_ORDER = -2  # whatever comes after it waits for it: it may change what is answered


class Crowds:
    """Finds the waiting questions of a group's topic that can be answered together.

    ``asks`` says whether an update is a question that can be. Only its number and its topic are
    kept in memory.
    """

    def __init__(
        self,
        queues: ChatQueues,
        parsing: Parsing,
        limits: Limits,
        asks: Callable[[Update], bool],
    ) -> None:
        self._queues = queues
        self._parsing = parsing
        self._limits = limits
        self._asks = asks
        self._kinds: dict[int, int] = {}
        self._alone: set[int] = set()

    def note(self, update: Update) -> None:
        """Note what a new update of a group is."""
        self._kinds[update.update_id] = self._kind(update)

    def has_to_wait(self, chat: int) -> bool:
        """Whether the latest message of a group cannot be answered soon, on its own."""
        waiting = len(self._queues.waiting(chat))
        return self._limits.delay(chat) > SOON or waiting > max(self._limits.left(chat), 1)

    def is_question(self, number: int) -> bool:
        """Whether a waiting update can be answered with others."""
        return self._known(number) >= 0

    def together(self, chat: int, number: int, apart: Collection[int]) -> list[int]:
        """Return the update and those to answer with it, in the order in which they wait.

        There are others if not every question can have a message of its own, or if those that
        are left must be saved. Updates ``apart`` are answered on their own.
        """
        topic = self._known(number)
        together = [number]
        if topic < 0 or number in self._alone or number in apart:
            return together
        waiting = self._queues.waiting(chat)
        share = min(ceil(len(waiting) / max(self._limits.left(chat), 1)), MOST)
        for other in waiting[1:]:
            kind = self._known(other)
            if kind == IN_ORDER or len(together) >= share:
                break
            if kind == topic and other not in self._alone and other not in apart:
                together.append(other)
        return together

    def separate(self, numbers: Collection[int]) -> None:
        """Have each of these questions answered on its own."""
        self._alone.update(numbers)

    def forget(self, numbers: Collection[int]) -> None:
        """Forget updates that no longer wait."""
        for number in numbers:
            self._kinds.pop(number, None)
            self._alone.discard(number)

    def _known(self, number: int) -> int:
        """What a waiting update is; those of an earlier run are looked at when it matters."""
        if number not in self._kinds:
            update = self._parsing.peek(number)
            self._kinds[number] = IN_ORDER if update is None else self._kind(update)
        return self._kinds[number]

    def _kind(self, update: Update) -> int:
        message = update.message
        if update.edited_message is not None:
            return PASSED
        if message is None or not holds(self._asks, update):
            return IN_ORDER
        return _topic(message)


def _topic(message: Message) -> int:
    """The number of a message's topic; 0 outside topics."""
    return (message.message_thread_id or 0) if message.is_topic_message else 0
