"""Comparing systems in turns, each in its own process, all on the same core."""

import os
import resource
import time
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from tests.benchmarks.text import Sentences

SECONDS = 5.0  # of a turn; slow systems answer fewer questions
MB = 2**20


class Times(NamedTuple):
    """Seconds for each question: elapsed and CPU time."""

    wall: list[float]
    cpu: list[float]

    def quantile(self, share: float) -> float:
        """A quantile of the elapsed times, in milliseconds."""
        return float(np.quantile(self.wall, share) * 1000)

    def cpu_quantile(self, share: float) -> float:
        """A quantile of the CPU times, in milliseconds."""
        return float(np.quantile(self.cpu, share) * 1000)


class Worker:
    """A process that runs jobs on a system."""

    def __init__(self, system: type, folder: Path) -> None:
        context = get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(there, system, folder))
        self._process.start()

    def ask(self, job: Callable[..., Any], *values: object) -> Any:
        """Run a job, whose first argument is the system, and return its result."""
        self._here.send((job, values))
        failed, result = self._here.recv()
        if failed:
            raise RuntimeError(result)
        return result

    def close(self) -> None:
        """End the process."""
        self._here.send(None)
        self._process.join()


def _serve(there: Connection, system: type, folder: Path) -> None:
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
        os.environ[name] = "1"
    folder.mkdir(parents=True, exist_ok=True)
    opened = system(folder)
    while (request := there.recv()) is not None:
        job, values = request
        try:
            there.send((False, job(opened, *values)))
        except Exception as error:  # a failing system must not end the comparison of the others
            there.send((True, f"{type(error).__name__}: {error}"))


class Built(NamedTuple):
    seconds: float
    cpu: float  # seconds, which other programs on the machine hardly change
    peak: float  # MB
    disk: float  # MB


def build(system: Any, corpus: Path) -> Built:
    """Build a system's index."""
    start, cpu = time.perf_counter(), time.process_time()
    system.build(corpus)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Built(seconds, cpu, peak, disk(system.folder))


def disk(folder: Path) -> float:
    """The size of a folder's files, in MB."""
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file()) / MB


def open_and_ask(system: Any, words: Sequence[str]) -> float:
    """Seconds from opening the index to the first answer."""
    start = time.perf_counter()
    system.open()
    system.search(words)
    return time.perf_counter() - start


def answer(system: Any, questions: Sequence[Sequence[str]], method: str = "search") -> Times:
    """The times of the questions that fit into a turn."""
    search = getattr(system, method)
    times = Times([], [])
    end = time.perf_counter() + SECONDS
    for words in questions:
        cpu, wall = time.process_time(), time.perf_counter()
        search(words)
        times.wall.append(time.perf_counter() - wall)
        times.cpu.append(time.process_time() - cpu)
        if time.perf_counter() > end:
            break
    return times


def memory(_: Any) -> float:
    """The memory of the process in MB, including shared file pages."""
    import psutil

    return float(psutil.Process().memory_info().rss / MB)


def change(system: Any, article: int, sentences: Sentences) -> tuple[float, float]:
    """Seconds to add an article and to remove it, each including the commit."""
    start = time.perf_counter()
    system.add(article, sentences)
    added = time.perf_counter()
    system.remove(article)
    return added - start, time.perf_counter() - added
