"""``python -m tests.benchmarks.several_bots``: speed; kills of bots, of servers and of nodes."""

import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any

import click

sys.path.append(str(Path(__file__).parent.parent / "support"))  # modules that the tests share
sys.path.append(str(Path(__file__).parent.parent / "engines"))

from articles import FERRY
from bots import PRIVATE, Crew, first_answers
from cluster import Cluster
from postgresql import Pair, Server
from sent import BUILT

from bot.library.library import Library
from bot.library.opensearch.client import Address
from corpus.reading import read_article
from corpus.store.store import Store

AT_ONCE = 20  # questions between two kills
BEFORE, AFTER = 100, 200  # answers before a failover and after it, at least
NODES = 3
PATIENCE = 300.0  # seconds for the last answers
TICKS = os.sysconf("SC_CLK_TCK")

rate_option = click.option(
    "--rate", default=20.0, show_default=True, help="Questions a second while servers are away."
)


@click.group()
def several_bots() -> None:
    """Several bots over one PostgreSQL."""


@several_bots.command()
@click.option("--kills", default=100, show_default=True)
@click.option("--restarts", default=5, show_default=True, help="Orderly ones, of PostgreSQL.")
@click.option("--crashes", default=5, show_default=True, help="Kills of PostgreSQL.")
@click.option(
    "--node-restarts",
    default=0,
    show_default=True,
    help="Of a node of OpenSearch, killed each time. If there are any, the bots search there.",
)
@click.option("--bots", default=3, show_default=True)
@rate_option
def kills(
    kills: int, restarts: int, crashes: int, node_restarts: int, bots: int, rate: float
) -> None:
    """Kill bots and restart servers while questions are asked, and count what that costs."""
    chance = random.Random(1)
    plan = ["kill"] * kills + ["node"] * node_restarts
    plan += ["restart"] * restarts + ["crash"] * crashes
    chance.shuffle(plan)
    killed, managers = [], 0
    cluster = Cluster(NODES) if node_restarts else nullcontext()
    with cluster as nodes, running(bots, nodes.start().urls if nodes else ()) as (server, crew):
        for what in plan:
            for _ in range(AT_ONCE):
                crew.ask()
            crew.telegram.wait(crew.every - chance.randrange(AT_ONCE))
            if what == "kill":
                killed.append(chance.choice([*crew.living]))
                crew.kill(killed[-1])
                crew.start()
            elif what == "node":
                managers += restart_node(nodes, chance.choice(nodes.nodes), crew, rate)
            elif what == "restart":
                server.restart()
            else:
                server.kill()
                server.start()
        done = Counter(plan)
        click.echo(f"{dict(done)}; of the nodes, {managers} managed the cluster")
        report(crew, killed)


@several_bots.command()
@click.option("--rounds", default=5, show_default=True, help="Each with a pair of its own.")
@click.option("--bots", default=3, show_default=True)
@click.option("--away", default=0.0, show_default=True, help="Seconds until the standby is told.")
@rate_option
def failover(rounds: int, bots: int, away: float, rate: float) -> None:
    """Kill PostgreSQL while questions are asked, and have its synchronous standby take over."""
    for _ in range(rounds):
        with Pair() as pair:
            url = pair.start().url(pair.primary.create())
            with answering(url, bots) as crew:
                with asking(crew, rate):
                    crew.telegram.wait(BEFORE)
                    killed = monotonic()
                    pair.primary.kill()
                    Event().wait(away)
                    told = monotonic()
                    pair.standby.promote()
                    promoted = monotonic()
                    crew.telegram.wait(crew.telegram.wait(0, 0) + AFTER, PATIENCE)
                report(crew)
                moments = [killed, *(one.moment for one in crew.telegram.sent())]
                pause, end = max(
                    (after - before, after)
                    for before, after in pairwise(sorted(moments))
                    if after > killed
                )
                click.echo(
                    f"  pause: {pause:.1f} s; the standby was told {told - killed:.1f} s after "
                    f"the kill, took {promoted - told:.1f} s, and answers {end - promoted:.1f} s"
                )


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
def running(bots: int, search: Sequence[str] = ()) -> Iterator[tuple[Any, Any]]:
    """A server and bots over it; ``search`` are the URLs of OpenSearch, if they use it."""
    with Server() as server:
        server.start()
        with answering(server.url(server.create()), bots, search) as crew:
            yield server, crew


@contextmanager
def answering(url: str, bots: int, search: Sequence[str] = ()) -> Iterator[Any]:
    """Bots over the database at an address, which know one article."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DATA_HOME"] = folder  # for the index, instead of the user's own
        with closing(Store(url)) as store:
            store.add(read_article(FERRY.encode(), "ferry.txt"))
            if search:
                with closing(Library(store, search=Address(search))) as library:
                    library.prepare()
        with Crew(url, Path(folder), search) as crew:
            crew.telegram.wait_for_poll(crew.start())
            for _ in range(bots - 1):
                crew.start()
            yield crew


@contextmanager
def asking(crew: Any, rate: float) -> Iterator[None]:
    """Have questions asked at a steady rate, whether they are answered or not."""
    stopping = Event()

    def ask() -> None:
        while not stopping.wait(1 / rate):
            crew.ask()

    thread = Thread(target=ask)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()


def restart_node(cluster: Any, node: Any, crew: Any, rate: float) -> bool:
    """Kill a node and start it again; return whether it managed the cluster."""
    cluster.wait()  # until there are copies
    (manager,) = cluster.call("GET", "/_cat/cluster_manager?format=json")
    with asking(crew, rate):
        node.kill()
        cluster.wait("yellow")
        node.start()
        cluster.wait()
    return bool(manager["node"] == node.name)


def report(crew: Any, killed: Collection[int] = ()) -> None:
    """Wait for the last answers, and say what was lost, repeated, out of order or late."""
    answered = crew.telegram.wait(crew.every, PATIENCE)
    first, repeated = first_answers(crew)
    in_order = all(
        [number for where, number in first if where == chat] == asked
        for chat, asked in crew.asked.items()
    )
    sent = crew.telegram.sent()
    others = [one.text for one in sent if BUILT not in one.text]
    waits: dict[int, float] = {}
    for one in sent:
        waits.setdefault(one.question, one.moment - crew.moments[one.question])
    of_killed = sum(repeated[life] for life in {*killed})
    click.echo(
        f"questions: {crew.every}; unanswered: {crew.every - answered}; "
        f"each chat in its order: {in_order}; told to wait: {crew.telegram.notes()}; "
        f"other answers: {len(others)}"
    )
    click.echo(
        f"repeats: {repeated.total()}, of killed bots {of_killed}, "
        f"most by one bot {max(repeated.values(), default=0)}; "
        f"longest wait: {max(waits.values(), default=0):.1f} s"
    )
    for text in others:
        click.echo(f"  {text}")


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
