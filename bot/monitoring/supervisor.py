"""Background jobs: one that fails is logged, counted and started again, so that none ends."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from bot.monitoring.metrics import Metrics
from corpus.errors import CorpusError

logger = logging.getLogger(__name__)

RESTART = 60.0  # seconds before a job that failed starts again
OFTEN = 3  # failures within LATELY that make the bot unhealthy
LATELY = 600.0  # seconds


class BackgroundJob(NamedTuple):
    """Work in the background; unless it is done ``once``, it runs until it is cancelled."""

    name: str  # shown in the log and the metrics
    work: Callable[[], Coroutine[Any, Any, None]]
    once: bool = False


class Supervisor:
    """Runs jobs while the bot answers."""

    def __init__(self, metrics: Metrics, jobs: Iterable[BackgroundJob]) -> None:
        self._jobs = list(jobs)
        self._failures = metrics.background_failures
        self._failed = {job.name: deque[float](maxlen=OFTEN) for job in self._jobs}  # when
        for job in self._jobs:
            self._failures.labels(job.name)  # shows 0 until it fails

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run the jobs; cancel them at the end."""
        tasks = [asyncio.create_task(self._keep_running(job)) for job in self._jobs]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def broken(self) -> str | None:
        """The jobs that fail again and again, in a sentence; None if there are none."""
        then = asyncio.get_running_loop().time() - LATELY
        names = [
            name for name, times in self._failed.items() if len(times) == OFTEN and times[0] > then
        ]
        return f"Background jobs keep failing: {', '.join(names)}." if names else None

    async def _keep_running(self, job: BackgroundJob) -> None:
        task = asyncio.current_task()
        while not await _is_done(job):
            if task is not None and task.cancelling():  # it failed while it was being stopped
                return
            self._failures.labels(job.name).inc()
            self._failed[job.name].append(asyncio.get_running_loop().time())
            await asyncio.sleep(RESTART)


async def _is_done(job: BackgroundJob) -> bool:
    """Run a job; return whether it has done all it should. If not, the reason is logged."""
    try:
        await job.work()
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise
        logger.exception("The background job %r was cancelled; it starts again soon", job.name)
    except CorpusError as error:  # says what is wrong in one line
        logger.warning("The background job %r failed; it starts again soon: %s", job.name, error)
    except Exception:  # a job that ended would leave expired data undeleted until a restart
        logger.exception("The background job %r failed; it starts again soon", job.name)
    else:
        if job.once:
            return True
        logger.error("The background job %r ended; it starts again soon", job.name)
    return False
