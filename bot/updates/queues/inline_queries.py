"""What users type after the bot's name in any chat, which is worth an answer only at once."""

import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from telegram import Update

logger = logging.getLogger(__name__)

AT_ONCE = 16  # handled concurrently
MOST_WAITING = 200  # users; of further ones, the one who has waited longest gets no answer
MOST_KNOWN = 1000  # queries; while the database is busy, Telegram sends the same ones again


class InlineQueries:
    """Handles inline queries at once, without the inbox: after a restart, nobody waits for them.

    A query replaces its user's earlier one if that has not begun. Of the users, those with the
    fewest being handled come first.
    """

    def __init__(
        self,
        handle: Callable[[Update], Awaitable[None]],
        start: Callable[[Coroutine[Any, Any, None]], None],
    ) -> None:
        self._handle = handle
        self._start = start
        self._waiting: dict[int, Update] = {}  # by user, in the order of their arrival
        self._running: Counter[int] = Counter()  # by user
        self._tasks = 0
        self._known: deque[int] = deque(maxlen=MOST_KNOWN)

    def __len__(self) -> int:
        return len(self._waiting) + self._running.total()

    def add(self, update: Update) -> None:
        """Have a query handled, unless it is a known one."""
        query = update.inline_query
        if query is None or update.update_id in self._known:
            return
        self._known.append(update.update_id)
        self._waiting[query.from_user.id] = update
        if len(self._waiting) > MOST_WAITING:
            del self._waiting[next(iter(self._waiting))]
        if self._tasks < AT_ONCE:
            self._tasks += 1
            self._start(self._serve())

    async def _serve(self) -> None:
        """Handle queries until none waits."""
        try:
            while self._waiting:
                user = min(self._waiting, key=self._running.__getitem__)
                update = self._waiting.pop(user)
                self._running[user] += 1
                try:
                    await self._handle(update)
                finally:
                    self._running[user] -= 1
                    if not self._running[user]:
                        del self._running[user]
        finally:
            self._tasks -= 1
