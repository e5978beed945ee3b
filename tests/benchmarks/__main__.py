"""``python -m tests.benchmarks``: measure the index, comparable systems and the program."""

import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import click
import numpy as np

sys.path.append(str(Path(__file__).parent.parent / "support"))  # modules that the tests share

from corpus.reading import read_article
from corpus.store.store import Store
from tests.benchmarks import model, program
from tests.benchmarks.growth import draw, floor, measure
from tests.benchmarks.systems import SYSTEMS
from tests.benchmarks.text import SENTENCES, articles, read_questions, write_corpus
from tests.benchmarks.turns import (
    Times,
    Worker,
    answer,
    build,
    change,
    disk,
    memory,
    open_and_ask,
)

PLACE = Path(tempfile.gettempdir()) / "quotewire-benchmarks"
HERE = Path(__file__).parent
Rows = dict[str, dict[str, Any]]  # the figures of each system
CHANGES = 20  # articles added to and removed from each system that can be updated

folder_option = click.option(
    "--folder", default=PLACE, type=click.Path(path_type=Path), show_default=True
)

vectors_option = click.option(
    "--vectors",
    default="random",
    type=click.Choice(["random", "encoded", "none"]),
    show_default=True,
    help="The sentences' vectors; with none, the model is not in use. Encoding takes minutes.",
)


@click.group()
def benchmarks() -> None:
    """Measure speed. Corpora and indexes are kept in a folder and reused."""


@benchmarks.command()
@click.option("--sentences", default=1_000_000, show_default=True)
@click.option("--rounds", default=3, show_default=True)
@click.option("--only", default=",".join(SYSTEMS), help="Systems, separated by commas.")
@folder_option
def search(sentences: int, rounds: int, only: str, folder: Path) -> None:
    """Compare searches for the ten best sentences, in turns, on one core."""
    corpus = _corpus(folder, sentences)
    names = [name for name in SYSTEMS if name in only.split(",")]
    rows = _compare(corpus, names, rounds)
    base = np.median(rows["tantivy"]["times"].wall) if "tantivy" in rows else None
    for name, row in rows.items():
        times: Times = row.pop("times")
        row["p50 ms"] = times.quantile(0.5)
        row["p99 ms"] = times.quantile(0.99)
        row["CPU p50 ms"] = times.cpu_quantile(0.5)
        row["CPU p99 ms"] = times.cpu_quantile(0.99)
        row["p50 / tantivy's"] = np.median(times.wall) / base if base else None
        row["questions"] = len(times.wall)
        click.echo(f"{name} done", err=True)
    _print(rows)


def _compare(corpus: Path, names: Sequence[str], rounds: int) -> Rows:
    questions = read_questions(corpus)
    rows: Rows = {name: _built(corpus, name) for name in names}
    with ExitStack() as stack:
        workers = {
            name: stack.enter_context(_worker(SYSTEMS[name], corpus / "indexes" / name))
            for name in names
        }
        for name, worker in workers.items():
            rows[name]["open ms"] = 1000 * worker.ask(open_and_ask, questions.every[0])
        _take_turns(workers, questions.every, rounds, rows)
        if "Quotewire" in workers:
            times = Times([], [])
            for turn in range(rounds + 1):
                scoped = workers["Quotewire"].ask(answer, questions.scoped, "search_chat")
                if turn:
                    _extend(times, scoped)
            rows["Quotewire, 1,000 articles"] = {"times": times}
        new = list(articles(CHANGES * SENTENCES, seed=3))
        for name, worker in workers.items():
            if hasattr(SYSTEMS[name], "add"):
                changes = [worker.ask(change, 10**6 + at, one) for at, one in enumerate(new)]
                rows[name]["add ms"], rows[name]["remove ms"] = 1000 * np.median(changes, axis=0)
    return rows


def _built(corpus: Path, name: str) -> dict[str, Any]:
    """The costs of building a system's index; build it if it does not exist."""
    folder = corpus / "indexes" / name
    if not any(folder.glob("*")):
        with _worker(SYSTEMS[name], folder) as worker:
            built = worker.ask(build, corpus)
        (folder / "made.json").write_text(json.dumps(built._asdict()))
    costs = json.loads((folder / "made.json").read_text())
    return {
        "build s": costs["seconds"],
        "build CPU s": costs.get("cpu"),
        "build peak MB": costs["peak"],
        "disk MB": costs["disk"],
        "times": Times([], []),
    }


def _take_turns(
    workers: Mapping[str, Worker], questions: Sequence[Sequence[str]], rounds: int, rows: Rows
) -> None:
    for turn in range(rounds + 1):
        for name, worker in workers.items():
            times = worker.ask(answer, questions)
            if turn:  # the first is a warm-up
                _extend(rows[name]["times"], times)
            else:
                rows[name]["memory MB"] = worker.ask(memory)


def _extend(times: Times, more: Times) -> None:
    times.wall.extend(more.wall)
    times.cpu.extend(more.cpu)


@benchmarks.command(name="program")
@click.option("--sentences", default=1_000_000, show_default=True)
@vectors_option
@folder_option
def whole_program(sentences: int, vectors: str, folder: Path) -> None:
    """Measure the whole program: building, opening, answering, updating, memory."""
    corpus = _corpus(folder, sentences, vectors)
    program.write_database(corpus, sentences)
    os.environ["QUOTEWIRE_MEANING"] = "false"  # encoding is not part of building
    questions = read_questions(corpus).every
    first = " ".join(questions[0])
    made = program.build(corpus, first)
    _give_vectors(corpus, vectors)
    figures = {
        "database MB": (corpus / program.DATABASE).stat().st_size / 2**20,
        "index MB": disk(corpus / f"{program.DATABASE}.index"),
        "index built and a question answered, s": made.seconds,
        "the same, peak memory of all processes, MB": made.peak,
        "quotewire ask with an index, s": float(
            np.median([program.ask(corpus, first).seconds for _ in range(5)])
        ),
    }
    figures |= _library_figures(corpus, questions)
    ran = program.run_bot(corpus, questions)
    figures["bot: start to first poll, s"] = ran.start
    figures["bot: memory at start, MB"] = ran.memory
    figures[f"bot: memory after {len(questions):,} questions, MB"] = ran.after
    for name, figure in figures.items():
        click.echo(f"{name:55} {figure:10.3f}")


def _library_figures(corpus: Path, questions: Sequence[Sequence[str]]) -> dict[str, float]:
    figures: dict[str, float] = {}
    with _worker(program.Program, corpus) as worker:
        figures["library opened and a question answered, s"] = worker.ask(
            open_and_ask, questions[0]
        )
        for name, job in (
            ("answer", answer),
            ("answer in one of 1,000 chats", program.answer_chats),
        ):
            times = worker.ask(job, questions)
            figures[f"{name}, p50 ms"] = times.quantile(0.5)
            figures[f"{name}, p99 ms"] = times.quantile(0.99)
        changed = worker.ask(program.change)
        for name, seconds in changed._asdict().items():
            figures[f"article {name}, p50 ms"] = 1000 * float(np.median(seconds))
            figures[f"article {name}, p99 ms"] = 1000 * float(np.quantile(seconds, 0.99))
    return figures


@benchmarks.command()
@click.option("--sentences", default=100_000, show_default=True)
@click.option("--amount", default=5_000, show_default=True, help="Questions for the load test.")
@click.option("--soak", default=20_000, show_default=True, help="Questions for the soak test.")
@click.option("--only", default="load,latency,inline,stop,soak,burst", show_default=True)
@vectors_option
@folder_option
def telegram(
    sentences: int, amount: int, soak: int, only: str, vectors: str, folder: Path
) -> None:
    """Measure the bot with a local Bot API server: load, latency, limits, memory, shutdown."""
    from tests.benchmarks.load import measure as measure_bot

    corpus = _corpus(folder, sentences, vectors)
    program.write_database(corpus, sentences)
    _give_vectors(corpus, vectors)
    questions = [" ".join(words) for words in read_questions(corpus).every]
    click.echo("| | |\n|---|---|")
    for name, figure in measure_bot(corpus, questions, amount, soak, only.split(",")):
        click.echo(f"| {name} | {_cell(figure)} |")


@benchmarks.command(name="model")
def model_alone() -> None:
    """Measure the model of meaning: loading, questions, sentences a second, memory."""
    for name, figure in model.measured():
        click.echo(f"{name:55} {figure:10.3f}")


@benchmarks.command()
@click.option("--rounds", default=3, show_default=True, help="Of 50 questions in each attack.")
def attacks(rounds: int) -> None:
    """Measure how long other users wait while strangers attack the bot."""
    from articles import FERRY
    from attacks import ATTACKS, suffered

    click.echo("| attack | p50 ms | p99 ms | unanswered |\n|---|---|---|---|")
    for name, attack in {"none": nullcontext, **ATTACKS}.items():
        with tempfile.TemporaryDirectory() as folder:
            with closing(Store(Path(folder) / "quotewire.db")) as store:
                store.add(read_article(FERRY.encode(), "ferry.txt"))
            _, found = suffered(Path(folder), attack, rounds)
            waits = np.concatenate(found)
        answered = waits[np.isfinite(waits)]
        p50, p99 = 1000 * np.quantile(answered, (0.5, 0.99)) if len(answered) else ("", "")
        click.echo(f"| {name} | {_cell(p50)} | {_cell(p99)} | {len(waits) - len(answered)} |")


@benchmarks.command()
@click.option("--sizes", default="10000,100000,1000000,5000000", show_default=True)
@click.option("--plot", default=HERE / "growth.png", type=click.Path(path_type=Path))
@folder_option
def growth(sizes: str, plot: Path, folder: Path) -> None:
    """Plot the time for a question by number of sentences, with its lower bound."""
    rows = {}
    for sentences in map(int, sizes.split(",")):
        corpus = _corpus(folder, sentences)
        compared = _compare(corpus, ["Quotewire", "tantivy"], 2)
        rows[sentences] = measure(compared) | floor(corpus)
    _print({f"{sentences:,}": row for sentences, row in rows.items()})
    draw(rows, plot)


@contextmanager
def _worker(system: type, folder: Path) -> Iterator[Worker]:
    worker = Worker(system, folder)
    try:
        yield worker
    finally:
        worker.close()


def _give_vectors(corpus: Path, vectors: str) -> None:
    os.environ["QUOTEWIRE_MEANING"] = "false" if vectors == "none" else "true"
    if vectors != "none":
        model.give_vectors(corpus, vectors)


def _corpus(folder: Path, sentences: int, vectors: str = "none") -> Path:
    """The folder of a corpus; encoded vectors need another one than random vectors."""
    corpus = folder / (f"{sentences}-encoded" if vectors == "encoded" else str(sentences))
    write_corpus(corpus, sentences)
    return corpus


def _print(rows: Mapping[str, Mapping[str, object]]) -> None:
    """Print a Markdown table."""
    columns = list(dict.fromkeys(column for row in rows.values() for column in row))
    click.echo("| | " + " | ".join(columns) + " |\n|" + "---|" * (len(columns) + 1))
    for name, row in rows.items():
        cells = (_cell(row.get(column)) for column in columns)
        click.echo(f"| {name} | " + " | ".join(cells) + " |")


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.3g}" if value < 100 else f"{value:,.0f}"
    return str(value)


if __name__ == "__main__":
    benchmarks()
