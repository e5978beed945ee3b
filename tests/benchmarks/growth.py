"""The time for a question by the size of the corpus."""

from collections.abc import Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from tests.benchmarks.systems import Quotewire
from tests.benchmarks.text import read_questions

POSTING = 4  # bytes
STREAM = 1 << 28  # bytes read to measure the memory bandwidth


def measure(compared: Mapping[str, Mapping[str, Any]]) -> dict[str, float]:
    """The figures for one size, in milliseconds and megabytes."""
    ours, scoped, theirs = (
        compared[name] for name in ("Quotewire", "Quotewire, 1,000 articles", "tantivy")
    )
    return {
        "p50 ms": ours["times"].quantile(0.5),
        "p99 ms": ours["times"].quantile(0.99),
        "1,000 articles p50 ms": scoped["times"].quantile(0.5),
        "tantivy p50 ms": theirs["times"].quantile(0.5),
        "tantivy p99 ms": theirs["times"].quantile(0.99),
        "build s": ours["build s"],
        "disk MB": ours["disk MB"],
        "open ms": ours["open ms"],
        "memory MB": ours["memory MB"],
    }


def floor(corpus: Path) -> dict[str, float]:
    """The time to read a median question's postings at memory bandwidth."""
    system = Quotewire(corpus / "indexes" / "Quotewire")
    system.open()
    questions = read_questions(corpus).every
    touched = [POSTING * sum(system.index.df(words, None).values()) for words in questions]
    stream = np.ones(STREAM // 8)
    seconds = []
    for _ in range(5):
        start = perf_counter()
        stream.sum()
        seconds.append(perf_counter() - start)
    bandwidth = STREAM / min(seconds)
    median = float(np.median(touched))
    return {
        "postings p50 KB": median / 1024,
        "bandwidth GB/s": bandwidth / 1e9,
        "floor p50 ms": 1000 * median / bandwidth,
    }


def draw(rows: Mapping[int, Mapping[str, float]], path: Path) -> None:
    """Plot time against size, on logarithmic axes."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(7, 4.5), layout="constrained")
    sizes = list(rows)
    for column, label, style in (
        ("p99 ms", "Quotewire, p99", "C0--"),
        ("p50 ms", "Quotewire, p50", "C0-o"),
        ("1,000 articles p50 ms", "Quotewire, a chat of 1,000 articles, p50", "C2-o"),
        ("tantivy p99 ms", "tantivy, p99", "C1--"),
        ("tantivy p50 ms", "tantivy, p50", "C1-o"),
        ("floor p50 ms", "bytes of postings / memory bandwidth", "k:"),
    ):
        axes.loglog(sizes, [row[column] for row in rows.values()], style, label=label)
    axes.set_xlabel("sentences")
    axes.set_ylabel("ms for the ten best")
    axes.grid(alpha=0.3)
    axes.legend(fontsize=8)
    figure.savefig(path, dpi=110)
