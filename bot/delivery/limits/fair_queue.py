"""Whose turn it is when many users want something at once."""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.delivery.limits.window import MINUTE


class FairQueue:
    """Lets one thing pass at a time, such as a message; who had the fewest lately goes first.

    So a user who causes many mostly delays their own. What is for no user, such as a progress
    message, goes last. Of equals, the oldest goes first.
    """

    def __init__(self) -> None:
        self._is_held = False
        self._waiting: dict[asyncio.Future[None], int | None] = {}  # oldest first, with the user
        self._passed: deque[tuple[float, int]] = deque()  # within a minute, with the user
        self._count: Counter[int] = Counter()  # of these, by user

    @asynccontextmanager
    async def turn(self, user: int | None) -> AsyncIterator[None]:
        """Wait for a user's turn, and hold the queue inside the block."""
        if self._is_held:
            await self._wait(user)
        self._is_held = True
        try:
            yield
        finally:
            self._pass_on()

    def count(self, user: int | None) -> None:
        """Count something that passed for a user."""
        if user is not None:
            self._passed.append((asyncio.get_running_loop().time(), user))
            self._count[user] += 1

    async def _wait(self, user: int | None) -> None:
        turn = asyncio.get_running_loop().create_future()
        self._waiting[turn] = user
        try:
            await turn
        except asyncio.CancelledError:
            if self._waiting.pop(turn, self) is self and not turn.cancelled():  # it had its turn
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        """Give the turn to whoever is next."""
        self._forget_old()
        while self._waiting:
            turn = min(self._waiting, key=self._claim)
            del self._waiting[turn]
            if not turn.cancelled():
                turn.set_result(None)  # the queue stays held meanwhile
                return
        self._is_held = False

    def _claim(self, turn: asyncio.Future[None]) -> tuple[bool, int]:
        user = self._waiting[turn]
        return (True, 0) if user is None else (False, self._count[user])

    def _forget_old(self) -> None:
        start = asyncio.get_running_loop().time() - MINUTE
        while self._passed and self._passed[0][0] <= start:
            _, user = self._passed.popleft()
            self._count[user] -= 1
            if not self._count[user]:
                del self._count[user]
