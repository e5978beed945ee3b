"""Doing what one bot does for all, for as long as this is that bot."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

logger = logging.getLogger(__name__)

Duties = Callable[[], Awaitable[None]]


class Leadership:
    """Whether this bot leads."""

    def __init__(self) -> None:
        self._begun = asyncio.Event()
        self._ended = asyncio.Event()

    @property
    def held(self) -> bool:
        """Whether this bot leads now."""
        return self._begun.is_set()

    def begin(self) -> None:
        """Lead from now on."""
        if not self.held:
            logger.info("This bot leads: it does what is done by one bot for all.")
        self._ended.clear()
        self._begun.set()

    def end(self) -> None:
        """Lead no longer."""
        if self.held:
            logger.info("This bot leads no longer.")
        self._begun.clear()
        self._ended.set()

    async def during(self, duties: Duties) -> None:
        """Do the duties whenever this bot leads, until they end by themselves."""
        while True:
            await self._begun.wait()
            doing = asyncio.ensure_future(duties())
            ended = asyncio.ensure_future(self._ended.wait())
            try:
                await asyncio.wait({doing, ended}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                is_done = doing.done()
                await _stop(ended)
                await _stop(doing)
            if is_done:
                return await doing


async def _stop(task: "asyncio.Future[Any]") -> None:
    """Cancel a task unless it is done, and wait until it has ended."""
    if not task.done():
        task.cancel()
        await asyncio.wait({task})
