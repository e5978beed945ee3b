"""``python -m tests.benchmarks.several_bots``: kills of bots and restarts of PostgreSQL; speed."""

import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import click

sys.path.append(str(Path(__file__).parent.parent / "support"))  # modules that the tests share
sys.path.append(str(Path(__file__).parent.parent / "engines"))

from articles import FERRY
from bots import PRIVATE, Crew, first_answers
from postgresql import Server

from corpus.reading import read_article
from corpus.store.store import Store

AT_ONCE = 20  # questions between two kills
PATIENCE = 300.0  # seconds for the last answers
TICKS = os.sysconf("SC_CLK_TCK")


@click.group()
def several_bots() -> None:
    """Several bots over one PostgreSQL."""


@several_bots.command()
@click.option("--kills", default=100, show_default=True)
@click.option("--restarts", default=10, show_default=True, help="Orderly ones, of PostgreSQL.")
@click.option("--crashes", default=0, show_default=True, help="Of PostgreSQL.")
@click.option("--bots", default=3, show_default=True)
def kills(kills: int, restarts: int, crashes: int, bots: int) -> None:
    """Kill bots and restart PostgreSQL while questions are asked, and count what that costs."""
    chance = random.Random(1)
    plan = (
        ["kill"] * kills + ["restart"] * (restarts // 2) + ["crash"] * (restarts - restarts // 2)
    )
    chance.shuffle(plan)
    killed = []
    with running(bots) as (server, crew):
        for what in plan:
            for _ in range(AT_ONCE):
                crew.ask()
            crew.telegram.wait(crew.every - chance.randrange(AT_ONCE))
            if what == "kill":
                killed.append(chance.choice([*crew.living]))
                crew.kill(killed[-1])
                crew.start()
            elif what == "restart":
                server.restart()
            else:
                server.kill()
                server.start()
        answered = crew.telegram.wait(crew.every, PATIENCE)
        first, repeated = first_answers(crew)
        in_order = all(
            [number for where, number in first if where == chat] == asked
            for chat, asked in crew.asked.items()
        )
        click.echo(
            f"{kills} kills, {restarts} restarts, {crashes} crashes: {crew.every} questions"
        )
        click.echo(f"unanswered: {crew.every - answered}; each chat in its order: {in_order}")
        of_killed = Counter({life: repeated[life] for life in killed if repeated[life]})
        click.echo(f"repeated: {repeated.total()}, of killed bots {of_killed.total()}")
        click.echo(f"most by one bot: {max(repeated.values(), default=0)}")


@several_bots.command()
@click.option("--questions", default=1000, show_default=True)
@click.option("--bots", default="1,2", show_default=True)
def speed(questions: int, bots: str) -> None:
    """Measure how many questions several bots answer, and the processor time of each part."""
    for many in map(int, bots.split(",")):
        with running(many) as (server, crew):
            crew.ask(PRIVATE[0])
            crew.telegram.wait(crew.every, PATIENCE)
            before, start = _used(server, crew), monotonic()
            for _ in range(questions):
                crew.ask()
            crew.telegram.wait(crew.every, PATIENCE)
            seconds = monotonic() - start
            used = {part: 1000 * (now - before[part]) for part, now in _used(server, crew).items()}
            shares = Counter(one.life for one in crew.telegram.sent())
        parts = ", ".join(f"{part} {spent / crew.every:.1f}" for part, spent in used.items())
        click.echo(f"{many} bots: {crew.every / seconds:.0f} questions a second; {dict(shares)}")
        click.echo(f"  processor time for each, in ms: {parts}")


@contextmanager
def running(bots: int) -> Iterator[tuple[Any, Any]]:
    """A server and bots over it, which know one article."""
    with tempfile.TemporaryDirectory() as folder, Server() as server:
        server.make()
        server.start()
        url = server.url(server.create())
        with closing(Store(url)) as store:
            store.add(read_article(FERRY.encode(), "ferry.txt"))
        with Crew(url, Path(folder)) as crew:
            crew.telegram.wait_for_poll(crew.start())
            for _ in range(bots - 1):
                crew.start()
            yield server, crew


def _used(server: Any, crew: Any) -> dict[str, float]:
    """The processor seconds that the bots, the database and its server for Telegram have used."""
    of_database = [pid for pid in _processes() if _parent(pid) == server.pid]
    return {
        "bots": sum(map(_seconds, crew.living.values())),
        "PostgreSQL": sum(map(_seconds, [server.pid, *of_database])),
        "Telegram": _seconds(crew.telegram.pid),
    }


def _processes() -> list[int]:
    return [int(one.name) for one in Path("/proc").iterdir() if one.name.isdigit()]


def _stat(pid: int) -> list[str]:
    """The numbers that Linux has for a process, from its state on."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _parent(pid: int) -> int:
    return int((_stat(pid) or ["", "0"])[1])


def _seconds(pid: int) -> float:
    """The processor time of a process and of its children that have ended."""
    return sum(map(int, _stat(pid)[11:15])) / TICKS


if __name__ == "__main__":
    several_bots()
