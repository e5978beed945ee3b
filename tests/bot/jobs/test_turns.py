import asyncio

from fake_telegram import FastLoop, message
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.delivery.receipt import Receipt
from bot.jobs.job import Done, Job, Work
from bot.jobs.turns import EXPECTED, READERS, Turns
from bot.replies.reply import Reply
from corpus.web.fair_share import FairShare, Used


async def nothing(_):
    return Done(Reply(""))


def job(chat, user, *, is_short=True, suspect=False):
    sender = {"id": user, "is_bot": False, "first_name": "Alice"}
    said = message("/add", {"id": chat, "type": "supergroup"}, **{"from": sender})
    update = Update.de_json({"update_id": 1, "message": said}, None)
    receipt = Receipt(lambda: None, suspect=suspect)
    return Job(update, update.message, receipt, Work(nothing, is_short=is_short))


class Played:
    """Jobs that wait for their turns; one whose task is done is reading."""

    def __init__(self):
        self.share = FairShare()
        self.turns = Turns(self.share)
        self.tasks = {}
        self.stopped = set()

    async def enter(self, job):
        self.turns.enter(job)
        self.tasks[job] = asyncio.create_task(self.turns.wait(job))
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    async def leave(self, job):
        self.tasks.pop(job).cancel()
        self.stopped.discard(job)
        self.turns.leave(job)
        await asyncio.sleep(0)

    async def stop(self, job):
        self.stopped.add(job)
        self.turns.stop_reading(job)
        await asyncio.sleep(0)

    @property
    def started(self):
        return [job for job, task in self.tasks.items() if task.done()]

    @property
    def reading(self):
        return [job for job in self.started if job not in self.stopped]

    def may_start(self, job):
        alone = not any({job.chat, job.user} & {o.chat, o.user} for o in self.started)
        long = [other for other in self.reading if not other.work.is_short]
        return alone and len(self.reading) < READERS and (job.work.is_short or not long)

    def check(self):
        assert len(self.reading) <= READERS
        assert sum(not job.work.is_short for job in self.reading) <= 1
        parties = [party for job in self.started for party in {job.chat, job.user}]
        assert len(parties) == len(set(parties))
        waiting = [job for job in self.tasks if job not in self.started]
        assert not any(map(self.may_start, waiting)), "a reader is idle"
        assert all(self.turns.has_started(job) == (job in self.started) for job in self.tasks)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("enter"), st.integers(-4, -1), st.integers(1, 4), st.booleans()),
        st.tuples(st.sampled_from(["leave", "stop"]), st.integers(0, 20)),
    ),
    max_size=40,
)


@given(STEPS)
def test_no_reader_is_idle_and_nobody_reads_twice_at_once(steps):
    async def play():
        played = Played()
        for what, *values in steps:
            if what == "enter":
                chat, user, is_short = values
                await played.enter(job(chat, user, is_short=is_short))
            elif what == "leave" and played.tasks:
                await played.leave(list(played.tasks)[values[0] % len(played.tasks)])
            elif what == "stop" and played.started:
                await played.stop(played.started[values[0] % len(played.started)])
            played.check()
        for each in list(played.tasks):
            await played.leave(each)
            played.check()
        assert not any(played.turns.count(party) for party in range(-4, 5))

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        runner.run(play())


def test_a_job_that_is_cancelled_while_it_gets_its_turn_takes_no_reader():
    async def play():
        played = Played()
        jobs = [job(-chat, chat) for chat in (1, 2, 3, 4)]
        for each in jobs:
            await played.enter(each)
        played.tasks[jobs[2]].cancel()  # its task ends later
        played.turns.stop_reading(jobs[0])
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert played.turns.has_started(jobs[3])
        assert not played.turns.has_started(jobs[2])

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        runner.run(play())


def test_of_the_jobs_that_were_read_at_a_crash_one_is_read_at_a_time():
    async def play():
        played = Played()
        jobs = [job(-chat, chat, suspect=chat != 3) for chat in (1, 2, 3)]
        for each in jobs:
            await played.enter(each)
        assert [jobs.index(each) for each in played.reading] == [0, 2]
        await played.stop(jobs[0])
        assert [jobs.index(each) for each in played.reading] == [1, 2]

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        runner.run(play())


def order(jobs, used):
    """Return the positions of waiting jobs in the order of their turns."""

    async def play():
        played = Played()
        for party, seconds in used.items():
            played.share.record([party], Used(seconds))
        held = [job(-100, 100), job(-101, 101)]
        for each in [*held, *jobs]:
            await played.enter(each)
        taken = []
        await played.leave(held[0])
        while played.tasks:
            (next_one,) = set(played.started) - {held[1]}
            taken.append(next_one)
            await played.leave(next_one)
            if len(taken) == len(jobs):
                await played.leave(held[1])
        return [jobs.index(each) for each in taken]

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        return runner.run(play())


def test_the_oldest_is_first_among_equals():
    assert order([job(-chat, chat) for chat in (1, 2, 3)], {}) == [0, 1, 2]


def test_who_used_less_is_first_whether_it_is_the_chat_or_the_user_who_used_more():
    jobs = [job(-chat, chat) for chat in (1, 2, 3)]
    assert order(jobs, {-1: 9.0, 2: 20.0}) == [2, 0, 1]


def test_who_has_fewer_jobs_is_first():
    greedy = [job(-chat, 7) for chat in range(1, 5)]
    assert order([*greedy, job(-9, 9)], {})[0] == 4
    assert order([*greedy, job(-9, 9)], {9: 4 * EXPECTED})[0] == 0
