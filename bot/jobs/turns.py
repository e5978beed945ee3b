"""Whose turn it is to read."""

import asyncio
from collections import Counter

from bot.jobs.job import Job
from corpus.web.fair_share import FairShare

EXPECTED = 5.0  # seconds that a job in the queue is assumed to take
READERS = 2  # jobs that read at a time; one of them is always a short one


class Turns:
    """Gives jobs their turns to read: at most one job per chat and per user at a time.

    Of the jobs that may start, the next is the one whose chat and user have used the least time
    and have the fewest other jobs; of equals, the oldest.
    """

    def __init__(self, share: FairShare) -> None:
        self._share = share
        self._count: Counter[int] = Counter()  # jobs by chat and by user
        self._waiting: dict[Job, asyncio.Future[None]] = {}  # oldest first
        self._reading: set[Job] = set()
        self._busy: dict[int, Job] = {}  # by chat and by user, from the turn until the job leaves

    def has_started(self, job: Job) -> bool:
        """Whether a job had its turn and has not left."""
        return self._busy.get(job.chat) is job

    def count(self, party: int) -> int:
        """The number of a chat's or a user's jobs that have not left."""
        return self._count[party]

    def enter(self, job: Job) -> None:
        """Count a new job."""
        self._count.update(set(job.parties))

    async def wait(self, job: Job) -> None:
        """Wait until it is a job's turn to read."""
        turn = asyncio.get_running_loop().create_future()
        self._waiting[job] = turn
        self._start()
        await turn

    def stop_reading(self, job: Job) -> None:
        """Let another job read; the next one of the same chat or user waits until this leaves."""
        if job in self._reading:
            self._reading.remove(job)
            self._start()

    def leave(self, job: Job) -> None:
        """Let the next job of the same chat and user start."""
        self._waiting.pop(job, None)
        self._reading.discard(job)
        for party in set(job.parties):
            self._count[party] -= 1
            if not self._count[party]:
                del self._count[party]
            if self._busy.get(party) is job:
                del self._busy[party]
        self._start()

    def _start(self) -> None:
        """Give turns to waiting jobs while any may start."""
        while len(self._reading) < READERS and (job := self._next()):
            turn = self._waiting.pop(job)
            if not turn.cancelled():
                self._reading.add(job)
                self._busy |= dict.fromkeys(job.parties, job)
                turn.set_result(None)

    def _next(self) -> Job | None:
        may_start = filter(self._may_start, self._waiting)
        return min(may_start, key=self._claimed, default=None)

    def _claimed(self, job: Job) -> float:
        """The seconds that a job's chat or user has used and will use, whichever claims more."""
        return max(
            self._share.used(party).seconds + EXPECTED * self._count[party]
            for party in job.parties
        )

    def _may_start(self, job: Job) -> bool:
        """Whether there is a reader for a job, and its chat and user have no other job."""
        if any(self._busy.get(party, job) is not job for party in job.parties):
            return False
        if job.receipt.is_suspect and any(other.receipt.is_suspect for other in self._reading):
            return False  # if the bot crashes again, it is clear which of them is to blame
        return job.work.is_short or all(other.work.is_short for other in self._reading)
