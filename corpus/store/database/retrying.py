"""Repeating what a busy database refused."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from corpus.errors import DatabaseError

PAUSE = 0.1  # seconds between retries
PATIENCE = 60.0  # seconds of retries

T = TypeVar("T")


async def when_free(action: Callable[[], T], seconds: float = PATIENCE) -> T:
    """Return the action's result, repeating it while another process is using the database.

    Meanwhile, other tasks run.

    Raises:
        DatabaseError: It is still in use after this many seconds, or there is another problem.
    """
    now = asyncio.get_running_loop().time
    deadline = now() + seconds
    while True:
        try:
            return action()
        except DatabaseError as error:
            if not error.is_busy or now() >= deadline:
                raise
        await asyncio.sleep(PAUSE)
