"""The queue of slow work. Nothing in it delays the answer to a question."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.delivery.receipt import in_hand
from bot.delivery.retries import before_retry, pauses
from bot.jobs.job import Job
from bot.jobs.turns import Turns
from bot.replies.chat_sources.own_sources import NO_READING_TIME, TOO_MUCH_WAITING, TOOK_TOO_LONG
from bot.replies.reply import Reply
from corpus.store.waiting_updates import WAITING
from corpus.web.fair_share import FairShare, Used

logger = logging.getLogger(__name__)

MOST_OF_ONE = 20  # jobs of a chat or a user in the queue
MOST = 1000  # jobs in the queue; half of the room is for chats and users with no other job
BUDGET = Used(300.0, 200_000_000)  # seconds of reading and bytes in an hour, for each user
LONGEST_SHORT = 60.0  # seconds of reading; a page's server may take 20 and a feed's page as well
LONGEST_LONG = 180.0

OnError = Callable[[object, Exception], Awaitable[object]]


class JobQueue:
    """Does jobs beside the answering of updates; ``on_error`` handles their failures.

    A job's update stays in the inbox until the job is answered. So a job that this run does not
    finish is done by the next one, from the start.
    """

    def __init__(self, on_error: OnError) -> None:
        self._on_error = on_error
        self._share = FairShare()
        self._turns = Turns(self._share)
        self._tasks: dict[Job, asyncio.Task[None]] = {}
        self._closing = False

    @property
    def size(self) -> int:
        """The number of jobs that are not answered yet."""
        return len(self._tasks)

    def submit(self, job: Job) -> Reply | None:
        """Take over a job with its receipt; if there is no room for it, return what to reply."""
        refusal = self._refusal(job)
        if refusal is not None:
            return refusal
        job.receipt.hand_over()
        if not self._closing:  # otherwise the next run does it
            self._turns.enter(job)
            self._tasks[job] = asyncio.create_task(self._do(job))
            self._tasks[job].add_done_callback(lambda _: self._leave(job))
        return None

    async def drop(self, chat: int) -> int:
        """Cancel a chat's jobs, unanswered, and wait until all have ended; return how many."""
        tasks = {job: task for job, task in self._tasks.items() if job.chat == chat}
        for job, task in tasks.items():
            job.receipt.mark_done()
            task.cancel()
        if tasks:
            await asyncio.wait(tasks.values())
        return len(tasks)

    async def close(self, seconds: float) -> None:
        """Give jobs that have started this many seconds to finish; the next run does the rest."""
        self._closing = True
        tasks = dict(self._tasks)
        for job, task in tasks.items():
            if not self._turns.has_started(job):
                task.cancel()
        if tasks:
            _, late = await asyncio.wait(tasks.values(), timeout=seconds)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)

    async def idle(self) -> None:
        """Wait until every job is answered."""
        while self._tasks:
            await asyncio.wait(self._tasks.values())

    def _refusal(self, job: Job) -> Reply | None:
        """The reply if a job cannot be taken, otherwise None."""
        others = max(map(self._turns.count, job.parties))
        if others >= MOST_OF_ONE or len(self._tasks) >= (MOST // 2 if others else MOST):
            return Reply(str(TOO_MUCH_WAITING))
        return self._over_budget(job)

    def _over_budget(self, job: Job) -> Reply | None:
        """The reply if a job's user has used up the hour's budget, otherwise None."""
        used = self._share.used(job.user)
        spent = used.seconds >= BUDGET.seconds or used.size >= BUDGET.size
        return Reply(str(NO_READING_TIME)) if spent and job.work.is_limited else None

    async def _do(self, job: Job) -> None:
        """Do a job and send its reply, with retries."""
        in_hand.set(job.receipt)
        try:
            async with asyncio.timeout(WAITING.total_seconds()):
                await self._insist(job)
        except TimeoutError:
            logger.warning("Dropped a job: could not answer it for a day.")
        job.receipt.mark_done()

    def _leave(self, job: Job) -> None:
        del self._tasks[job]
        self._turns.leave(job)

    async def _insist(self, job: Job) -> None:
        """Attempt a job until it is answered, or need not be."""
        for pause in pauses():
            if not await self._attempt(job):
                return
            await asyncio.sleep(before_retry(job.receipt, pause))

    async def _attempt(self, job: Job) -> bool:
        """Read, unless an earlier attempt has, and send the reply; return whether to retry."""
        job.receipt.begin_attempt()
        try:
            if job.reply is None:
                await self._turns.wait(job)
            await job.progress.during(self._reply(job))
        # Passed on to the error handler, as python-telegram-bot does with a handler's errors: it
        # logs the error, and apologizes or asks for a retry.
        except Exception as error:
            await self._on_error(job.update, error)
        finally:
            self._turns.stop_reading(job)
        return job.receipt.is_retry_wanted

    async def _reply(self, job: Job) -> Reply:
        """Return a job's reply; while it is being sent, another job can read."""
        if job.reply is None:
            job.reply = self._over_budget(job) or await self._read(job)
            self._turns.stop_reading(job)
        if not job.receipt.is_open:  # dropped, but the work did not stop when it was cancelled
            raise asyncio.CancelledError
        return job.reply

    async def _read(self, job: Job) -> Reply:
        """Do the work of a job, and count what it uses."""
        clock = asyncio.get_running_loop().time
        start, size = clock(), 0
        job.receipt.begin_work()
        try:
            async with asyncio.timeout(LONGEST_SHORT if job.work.is_short else LONGEST_LONG):
                reply, size = await job.work.do(job.progress.show)
        except TimeoutError:
            return Reply(str(TOOK_TOO_LONG))
        finally:
            job.receipt.end_work()
            self._share.record(job.parties, Used(clock() - start, size))
        return reply
