"""Whether answers take longer than in another version, question by question in turns.

    PYTHONPATH=. python tests/benchmarks/versions.py OTHER FOLDER

OTHER is a checkout of the other version, and FOLDER holds a corpus that ``program`` of the older
one wrote, with its index. Each version works on a copy, so both search the same files: how many
there are depends on the moment in which they were merged, and makes a difference of several per
cent.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click
import numpy as np

HERE = Path(__file__).resolve().parents[2]
ROUNDS = ("all", "a chat's own", "all")
MEASURES = ("processor", "elapsed")


def serve(folder):
    """Answer the questions whose scope and number are read, and print how long each took."""
    from tests.benchmarks.program import CHATS, Program  # of the version that is measured
    from tests.benchmarks.text import read_questions

    questions = [" ".join(words) for words in read_questions(folder).every]
    program = Program(folder)
    program.open()
    click.echo(len(questions))
    for line in sys.stdin:
        chat, number = map(int, line.split())
        sources = program.library.sources(*[f"chat:{number % CHATS}"] * chat)
        processor, start = time.process_time(), time.perf_counter()
        program.library.answer(questions[number], sources)
        elapsed = time.perf_counter() - start
        click.echo(f"{1000 * (time.process_time() - processor)} {1000 * elapsed}")
    program.close()


class Version:
    """A process with the code of a version, and a copy of the corpus."""

    def __init__(self, tree, corpus, place):
        folder = Path(tempfile.mkdtemp(dir=place))
        shutil.copytree(corpus, folder, dirs_exist_ok=True)
        self._process = subprocess.Popen(
            [sys.executable, __file__, "--serve", folder],
            cwd=tree,
            env=os.environ | {"PYTHONPATH": str(tree)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.questions = int(self._process.stdout.readline())

    def ask(self, chat, number):
        """Return the milliseconds of an answer: of the processor, and elapsed."""
        self._process.stdin.write(f"{chat:d} {number}\n")
        self._process.stdin.flush()
        return [float(one) for one in self._process.stdout.readline().split()]

    def memory(self):
        """Return the memory of the process in MB; shared pages count in part."""
        lines = Path(f"/proc/{self._process.pid}/smaps_rollup").read_text().splitlines()
        return next(int(one.split()[1]) for one in lines if one.startswith("Pss:")) / 1024

    def close(self):
        self._process.stdin.close()
        self._process.wait()


def compare(other, own, chat):
    """The times of both versions, for each question."""
    times = []
    for number in range(own.questions):
        turn = (other, own) if number % 2 else (own, other)
        asked = {one: one.ask(chat, number) for one in turn}
        times.append([asked[other], asked[own]])
    return np.array(times)


def show(name, times):
    """Print how the versions compare."""
    for measure, some in zip(MEASURES, np.moveaxis(times, 2, 0), strict=True):
        before, now = (
            f"{np.median(one):.2f} / {np.mean(one):.2f} / {np.quantile(one, 0.99):.1f}"
            for one in some.T
        )
        ratio = np.mean(some[:, 1]) / np.mean(some[:, 0])
        click.echo(f"{name:14} {measure:10} {before:22} {now:22} {ratio:.3f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("other", type=Path, nargs="?")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve(given.folder)
        return
    with tempfile.TemporaryDirectory() as place:
        other, own = (Version(tree, given.folder, place) for tree in (given.other.resolve(), HERE))
        click.echo(f"{'p50 / mean / p99, ms':25} {'other':22} {'this':22} ratio of means")
        for name in ROUNDS:
            show(name, compare(other, own, name != "all"))
            click.echo(f"{'memory, MB':25} {other.memory():<22.0f} {own.memory():<22.0f}")
        other.close()
        own.close()


if __name__ == "__main__":
    main()
