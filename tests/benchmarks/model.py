"""The model of meaning: loading, questions, sentences encoded a second, and memory."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from tests.benchmarks.program import DATABASE
from tests.benchmarks.turns import MB

COPIES = 12  # of the sample articles
IN_BULK = 80  # copies of them in the database that is encoded in bulk
RUNS = 5
QUESTION = "Who scored the winning goal?"


class RandomMeaning:
    """Random vectors, marked as those of the model: as fast to search, and made at once."""

    def __init__(self) -> None:
        from retrieval.meaning.minilm import SHA256

        self.version = SHA256
        self._random = np.random.default_rng(4)

    def question(self, text: str) -> Any:
        """The vector of a question."""
        return self.sentences([text])[0]

    def sentences(self, texts: Sequence[str]) -> Any:
        """A vector for each sentence."""
        from retrieval.meaning.meaning import DIMENSIONS

        drawn = self._random.standard_normal((len(texts), DIMENSIONS), np.float32)
        return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def give_vectors(folder: Path, kind: str) -> None:
    """Give all articles of a database vectors, unless they have them."""
    from bot.library.library import Library
    from corpus.store.store import Store
    from retrieval.meaning.minilm import MiniLM

    meaning = MiniLM() if kind == "encoded" else RandomMeaning()
    with (
        closing(Store(folder / DATABASE)) as store,
        closing(Library(store, meaning=meaning, background=True)) as library,
    ):
        library.prepare()
        while library.behind or library.without_vectors:
            time.sleep(0.01)
            library.sources()


def measured() -> Iterator[tuple[str, float]]:
    """Yield the figures with their names."""
    import psutil

    from corpus.samples.sample_articles import load_samples
    from retrieval.meaning.minilm import MiniLM

    sentences = [one.text for article in load_samples() for one in article.sentences]
    memory = psutil.Process().memory_full_info
    before, start = memory().pss, time.perf_counter()
    model = MiniLM()
    model.load()
    yield "model loaded, ms", 1000 * (time.perf_counter() - start)
    model.question(QUESTION)
    yield "its memory, MB", (memory().pss - before) / MB
    times = [_seconds(model.question, f"{one} {n}?") for n, one in enumerate(sentences)]
    yield "question as long as a sentence, p50 ms", 1000 * statistics.median(times)
    start = time.perf_counter()
    model.sentences(sentences * COPIES)
    yield (
        "sentences a second, one processor",
        len(sentences) * COPIES / (time.perf_counter() - start),
    )
    yield "the same in bulk, all processors", _in_bulk()
    for wanted in ("true", "false"):
        yield f"quotewire ask on the samples, model {wanted}, s", _ask_samples(wanted)


def _seconds(job: Any, *values: object) -> float:
    start = time.perf_counter()
    job(*values)
    return time.perf_counter() - start


def _in_bulk() -> float:
    """Sentences a second of ``encode_articles``, which includes starting its processes."""
    from bot.library.parallel_encoding import encode_articles
    from corpus.samples.sample_articles import load_samples
    from corpus.store.store import Store

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with closing(Store(folder / DATABASE)) as store:
            for number in range(IN_BULK):
                for article in load_samples():
                    store.add(replace(article, collection=f"chat:{number}"))
            positions = store.positions()
            sizes = {key: len(one.spans) for key, one in store.at(positions).items()}
        paths = (folder / f"{number}.vectors" for number in count())
        start = time.perf_counter()
        done = sum(amount for amount, _ in encode_articles(folder / DATABASE, sizes, paths))
        return done / (time.perf_counter() - start)


def _ask_samples(wanted: str) -> float:
    """The median seconds of ``quotewire ask`` without a database."""
    with tempfile.TemporaryDirectory() as name:
        env = os.environ | {
            "QUOTEWIRE_DB": str(Path(name) / DATABASE),
            "QUOTEWIRE_MEANING": wanted,
        }
        command = [sys.executable, "-m", "bot", "ask", QUESTION]
        return statistics.median(
            _seconds(
                lambda: subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=True)
            )
            for _ in range(RUNS)
        )
