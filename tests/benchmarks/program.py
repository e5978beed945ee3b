"""The whole program with a database: building, opening, answering, updating, memory."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from tests.benchmarks.text import SENTENCES, Sentences, articles, written
from tests.benchmarks.turns import MB, Times

CHATS = 1000
SHARE = 30  # one in this many articles belongs to a chat
DATABASE = "quotewire.db"
TICK = 0.05  # seconds between memory samples
CHANGES = 100  # articles added and removed


def write_database(folder: Path, sentences: int) -> None:
    """Store articles as ``quotewire add`` does, most in the library and some in chats."""
    from corpus.store.store import Store

    path = folder / DATABASE
    if path.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / "new.db"
    for one in folder.glob("new.db*"):
        one.unlink()
    with closing(Store(temporary)) as store:
        for number, one in enumerate(articles(sentences)):
            store.add(article(number, one))
    temporary.rename(path)


def article(number: int, sentences: Sentences) -> Any:
    """An article with these sentences."""
    from corpus.article import LIBRARY, Article, Span

    text, spans = written(sentences)
    owner = f"chat:{number // SHARE % CHATS}" if number % SHARE == 0 else LIBRARY
    sentence_spans = tuple(Span(*span) for span in spans)
    return Article(text, f"Article {number}", sentence_spans, collection=owner)


def meaning() -> Any:
    """The model as QUOTEWIRE_MEANING wants it, or None."""
    from bot.settings import Settings
    from retrieval.meaning.minilm import MiniLM

    return MiniLM() if Settings(_env_file=None).quotewire_meaning else None


class Program:
    """The library over the database, as in the bot."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self) -> None:
        from bot.library.library import Library
        from corpus.store.store import Store

        self.store = Store(self.folder / DATABASE)
        self.library = Library(self.store, meaning=meaning(), background=True)
        self.library.prepare()

    def search(self, words: Sequence[str]) -> bool:
        return bool(self.library.answer(" ".join(words), self.library.sources()).found)

    def close(self) -> None:
        self.library.close()
        self.store.close()


def answer_chats(program: Program, questions: Sequence[Sequence[str]]) -> Times:
    """The times of full answers, each in a different chat."""
    times = Times([], [])
    for number, words in enumerate(questions):
        cpu, wall = time.process_time(), time.perf_counter()
        sources = program.library.sources(f"chat:{number % CHATS}")
        program.library.answer(" ".join(words), sources)
        times.wall.append(time.perf_counter() - wall)
        times.cpu.append(time.process_time() - cpu)
    return times


class Changed(NamedTuple):
    """Seconds until each change is committed and visible to questions."""

    added: list[float]
    removed: list[float]


def change(program: Program) -> Changed:
    """Add articles, then remove them, checking that each is found or not."""
    found = Changed([], [])
    library, store = program.library, program.store
    library.sources()
    new = []
    for number, sentences in enumerate(articles(CHANGES * SENTENCES, seed=3)):
        sentences[0] = ["ferry", f"novelty{number}", *sentences[0]]
        new.append(article(SHARE * number + 1, sentences))
    for number, one in enumerate(new):
        start = time.perf_counter()
        store.add(one)
        sources = library.sources()
        found.added.append(time.perf_counter() - start)
        if not library.nearest(f"novelty{number}", sources).found:
            raise AssertionError("an added article is not found")
    for number, one in enumerate(new):
        start = time.perf_counter()
        store.remove(one.id)
        sources = library.sources()
        found.removed.append(time.perf_counter() - start)
        if library.nearest(f"novelty{number}", sources).found:
            raise AssertionError("a removed article is found")
    return found


class Ran(NamedTuple):
    seconds: float
    peak: float  # MB, of the process and its children together


def ask(folder: Path, question: str) -> Ran:
    """Run ``quotewire ask``, which builds the index if there is none."""
    env = os.environ | {"QUOTEWIRE_DB": str(folder / DATABASE)}
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", question], env=env, stdout=subprocess.DEVNULL
    )
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, family_memory(process.pid))
        try:
            process.wait(TICK)
        except subprocess.TimeoutExpired:
            continue
    seconds = time.perf_counter() - start
    if process.returncode > 1:
        raise RuntimeError(f"quotewire ask exited with status {process.returncode}")
    return Ran(seconds, peak)


def build(folder: Path, question: str) -> Ran:
    """Build the index from the database, and answer a question."""
    shutil.rmtree(folder / f"{DATABASE}.index", ignore_errors=True)
    return ask(folder, question)


def family_memory(pid: int) -> float:
    """The memory of a process and its children in MB; shared pages count once."""
    import psutil

    total = 0
    try:
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    for process in family:
        try:
            total += process.memory_full_info().pss
        except psutil.Error:  # it has exited in the meantime
            continue
    return total / MB


class BotRan(NamedTuple):
    start: float  # seconds until the first poll
    memory: float  # MB, at the start
    after: float  # MB, after all questions


def run_bot(folder: Path, questions: Sequence[Sequence[str]]) -> BotRan:
    """Run ``quotewire run`` with a local Bot API server.

    Each question is sent as soon as the previous one is answered.
    """
    from loopback import Loopback, Process

    with closing(sqlite3.connect(folder / DATABASE)) as database, database:
        database.execute("DELETE FROM inbox")  # they remember the update ids of an earlier run
        database.execute("DELETE FROM answered")
    os.environ["QUOTEWIRE_QUESTIONS_PER_MINUTE"] = "0"
    api = Loopback()
    start = time.perf_counter()
    process = Process(folder, api)
    try:
        api.wait_for("getUpdates", 1)
        seconds = time.perf_counter() - start
        first = family_memory(process.pid)
        for count, words in enumerate(questions, 1):
            api.say(" ".join(words))
            api.wait_for("sendMessage", count)
        return BotRan(seconds, first, family_memory(process.pid))
    finally:
        process.stop()
        process.ended()
        api.close()
