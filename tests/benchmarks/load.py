"""The bot with a local Bot API server: throughput, latency and memory."""

import asyncio
import contextlib
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count, cycle
from pathlib import Path
from typing import Any

import click
import numpy as np

sys.path.append(str(Path(__file__).parent.parent / "support"))  # modules that the tests share

from api_server import ApiServer
from fake_telegram import TOKEN, message

from tests.benchmarks.program import DATABASE, family_memory, meaning

EACH = 10  # questions per chat
OFFERED = 50  # questions a second
TYPISTS = 100  # who each type one question inline
TYPED = 10  # inline queries a second, of all of them
LATE = 5.0  # seconds after which nobody waits for the results of an inline query
BURST, GROUPS = 10_000, 1000
MINUTE = 60.0
AT_ONCE = 1000  # questions in a batch of the soak test
FEW = 0.1  # share of the questions before the first memory sample
PATIENCE = 600.0  # seconds
WAITING = "SELECT number FROM inbox WHERE body IS NOT NULL"


class Bot:
    """The bot in its own process, with its own Bot API server and an empty inbox."""

    def __init__(self, folder: Path, questions: Sequence[str], *, limited: bool = False) -> None:
        self._path = folder / DATABASE
        self._questions = cycle(questions)
        self._numbers = count(1)
        with contextlib.closing(sqlite3.connect(self._path)) as database, database:
            database.execute("DELETE FROM inbox")
            database.execute("DELETE FROM answered")
        self.api = ApiServer()
        command = [sys.executable, "-m", "tests.benchmarks.load", folder, self.api.base()]
        with (folder / "bot.log").open("a") as log:
            self._process = subprocess.Popen(
                [*command, *["--limited"][: int(limited)]], stderr=log
            )

    def __enter__(self) -> "Bot":
        self.api.wait_for_poll()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self.api.close()

    def ask(self, amount: int, chats: int, *, groups: bool = False, first: int = 1) -> None:
        """Send questions to chats in turn, numbered from ``first``."""
        self.api.push(*(self._update(number % chats + first, groups) for number in range(amount)))

    def type_in(self, user: int, words: str) -> None:
        """Send what a user has typed after the bot's name, numbered like the questions."""
        number = next(self._numbers)
        typist = {"id": user, "is_bot": False, "first_name": "Alice"}
        query = {"id": str(number), "from": typist, "query": words, "offset": ""}
        self.api.push({"update_id": number, "inline_query": query})

    def ask_in(self, chat: int) -> None:
        """Send a question to a chat."""
        self.api.push(self._update(chat, groups=False))

    def _update(self, chat: int, groups: bool) -> dict[str, Any]:
        number = next(self._numbers)
        words = next(self._questions)
        where = {"id": chat, "type": "private", "first_name": "Alice"}
        if groups or chat % 2:
            words = f"@QuotewireBot {words}"
            where = {"id": -chat, "type": "supergroup", "title": "Newsroom"}
        said = message(words, where, message_id=number, date=int(time.time()))
        return {"update_id": number, "message": said}

    def wait(self, amount: int, seconds: float = PATIENCE) -> None:
        answered = self.api.wait(amount, seconds)
        if answered < amount:
            raise RuntimeError(f"only {answered} of {amount} questions were answered")

    def memory(self) -> float:
        """The memory in MB."""
        return family_memory(self._process.pid)

    def processor(self) -> float:
        """CPU seconds used so far, including child processes."""
        import psutil

        bot = psutil.Process(self._process.pid)
        used = [one.cpu_times() for one in (bot, *bot.children(recursive=True))]
        return float(sum(one.user + one.system for one in used))

    def waiting(self) -> list[int]:
        """The numbers of the updates in the inbox."""
        with contextlib.closing(sqlite3.connect(self._path)) as database:
            return [number for (number,) in database.execute(WAITING)]

    def stop(self) -> float:
        """Send SIGTERM; return the seconds until the bot exits."""
        start = time.perf_counter()
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(PATIENCE)
        return time.perf_counter() - start


def measure(
    folder: Path, questions: Sequence[str], amount: int, soak: int, only: Sequence[str]
) -> Iterator[tuple[str, float]]:
    """Yield the figures with their names."""
    jobs = {
        "load": lambda: load(folder, questions, amount),
        "latency": lambda: latency(folder, questions),
        "inline": lambda: inline(folder, questions),
        "stop": lambda: stopped(folder, questions, amount),
        "soak": lambda: soaked(folder, questions, soak),
        "burst": lambda: burst(folder, questions),
    }
    for name, job in jobs.items():
        if name in only:
            yield from job()


def load(folder: Path, questions: Sequence[str], amount: int) -> Iterator[tuple[str, float]]:
    """Throughput: as many questions as the bot can answer."""
    with Bot(folder, questions) as bot:
        used, start = bot.processor(), time.monotonic()
        bot.ask(amount, amount // EACH)
        bot.wait(amount)
        end = bot.api.sent()[-1].moment
        yield "load: questions answered per second", amount / (end - start)
        yield "load: CPU, ms per question", 1000 * (bot.processor() - used) / amount


def latency(folder: Path, questions: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Latency of a first question, and under a load that the bot can handle."""
    amount = 20 * OFFERED
    with Bot(folder, questions) as bot:
        asked = [time.monotonic()]
        bot.ask_in(1)
        bot.wait(1)
        yield "the first question: ms", 1000 * (bot.api.sent()[0].moment - asked[0])
        start = time.monotonic()
        for number in range(amount):
            time.sleep(max(0.0, start + number / OFFERED - time.monotonic()))
            asked.append(time.monotonic())
            bot.ask_in(number % (amount // EACH) + 1)
        bot.wait(1 + amount)
        taken = [one.moment - asked[one.question - 1] for one in bot.api.sent()[1:]]
    for share in (0.5, 0.99):
        figure = 1000 * float(np.quantile(taken, share))
        yield f"latency at {OFFERED} a second: p{100 * share:.0f} ms", figure


def inline(folder: Path, questions: Sequence[str]) -> Iterator[tuple[str, float]]:
    """The time to results while users type: each stops after every second word of a question."""
    stops = [
        (place, user, " ".join(words[: place + 1]))
        for user, words in enumerate(map(str.split, questions[:TYPISTS]), 1)
        for place in range(1 - len(words) % 2, len(words), 2)
    ]
    # In turns: what a user types replaces what the same user typed before, if that still waits.
    new = [(user, words) for _, user, words in sorted(stops)]
    for name, asked in (("new", new), ("known", [(user, new[-1][1]) for user, _ in new])):
        with Bot(folder, questions) as bot:
            bot.type_in(1, questions[-1])  # loads what questions need
            bot.wait(1)
            used, start, pushed = bot.processor(), time.monotonic(), []
            for at, (user, words) in enumerate(asked):
                time.sleep(max(0.0, start + at / TYPED - time.monotonic()))
                pushed.append(time.monotonic())
                bot.type_in(user, words)
            bot.api.wait(1 + len(asked), LATE)
            used = bot.processor() - used
            sent = bot.api.sent()[1:]
            taken = [1000 * (one.moment - pushed[one.question - 2]) for one in sent]
            shown = [int(one.text) for one in sent]
        for share in (0.5, 0.95, 0.99):
            figure = float(np.quantile(taken, share))
            yield f"inline, {name} words at {TYPED} a second: p{100 * share:.0f} ms", figure
        yield f"inline, {name} words: CPU, ms per query", 1000 * used / len(asked)
        yield f"inline, {name} words: answered", len(taken)
        yield (
            f"inline, {name} words: not answered, because more was typed",
            len(asked) - len(taken),
        )
        yield f"inline, {name} words: with passages", sum(count > 0 for count in shown)


def burst(folder: Path, questions: Sequence[str]) -> Iterator[tuple[str, float]]:
    """The first minute after a backlog from many groups, under Telegram's limits."""
    with Bot(folder, questions, limited=True) as bot:
        before = bot.memory()
        start = time.monotonic()
        bot.ask(BURST, GROUPS, groups=True)
        bot.api.wait(BURST, MINUTE)
        memory, waiting = bot.memory(), bot.waiting()
        sent = [one for one in bot.api.sent() if one.moment < start + MINUTE]
        moments = np.array([one.moment for one in sent])
        groups = Counter(one.chat for one in sent)
        yield "burst: sent in a minute", len(sent)
        yield "burst: most within one second", max(_within(moments, 1.0))
        yield "burst: most in a group within the minute", max(groups.values())
        yield "burst: groups that were answered", len(groups)
        yield "burst: left in the inbox", len(waiting)
        answered = {one.question for one in bot.api.sent()}
        yield "burst: lost", len(set(range(1, BURST + 1)) - answered - set(waiting))
        yield "burst: memory before, MB", before
        yield "burst: memory after, MB", memory


def soaked(folder: Path, questions: Sequence[str], amount: int) -> Iterator[tuple[str, float]]:
    """Memory over many questions from ever new chats, sent in batches."""
    with Bot(folder, questions) as bot:
        few = int(FEW * amount)
        for done in range(AT_ONCE, amount + 1, AT_ONCE):
            bot.ask(AT_ONCE, AT_ONCE // EACH, first=1 + done // EACH)
            bot.wait(done)
            if done in (few, amount // 2, amount):
                yield f"soak: memory after {done:,} questions, MB", bot.memory()


def stopped(folder: Path, questions: Sequence[str], amount: int) -> Iterator[tuple[str, float]]:
    """What happens to questions on SIGTERM under load."""
    with Bot(folder, questions) as bot:
        bot.ask(amount, amount // EACH)
        bot.wait(amount // 4)
        yield "SIGTERM under load: seconds to exit", bot.stop()
        answered = {one.question for one in bot.api.sent()}
        waiting, unconfirmed = set(bot.waiting()), set(bot.api.unconfirmed())
        every = set(range(1, amount + 1))
        yield "SIGTERM under load: answered", len(answered)
        yield "SIGTERM under load: in the inbox", len(waiting)
        yield "SIGTERM under load: still with Telegram", len(unconfirmed - waiting - answered)
        yield "SIGTERM under load: lost", len(every - answered - waiting - unconfirmed)
        yield "SIGTERM under load: answered but still in the inbox", len(answered & waiting)


def _within(moments: Any, seconds: float) -> Any:
    """For each time, the number of times within the next seconds."""
    return np.searchsorted(moments, moments + seconds) - np.arange(len(moments))


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("base")
@click.option("--limited", is_flag=True)
def run(folder: Path, base: str, limited: bool) -> None:
    """Answer like ``quotewire run``, with the folder's database."""
    from bot.application import build
    from bot.delivery.connections import connections
    from bot.delivery.telegram_time import TelegramTime
    from bot.library.library import Library
    from bot.monitoring.logs import log_to_stderr
    from bot.settings import Settings
    from corpus.store.store import Store

    settings = Settings(
        telegram_bot_token=TOKEN,
        telegram_base_url=f"{base}/bot",
        quotewire_db=folder / DATABASE,
        quotewire_questions_per_minute=0,
        _env_file=None,
    )
    log_to_stderr("INFO", TOKEN)
    with (
        contextlib.closing(Store(settings.quotewire_db)) as store,
        contextlib.closing(Library(store, meaning=meaning(), background=True)) as library,
    ):
        library.prepare()
        requests = connections(TelegramTime())
        asyncio.run(_serve(build(settings, library, *requests, limited=limited)))


async def _serve(bot: Any) -> None:
    from bot.application import serve

    this = asyncio.current_task()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, this.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await serve(bot)


if __name__ == "__main__":
    run()
