"""Measures where sources are said to differ: ``python -m tests.quality.differing [--show]``.

Each line of differing.jsonl has two articles of one sentence, a question, and whether they differ.
Half of each kind, "tune", was looked at while the rules were written; the other half, "judge", was
written before and only counted.
"""

import json
from collections import Counter
from pathlib import Path

import click

from bot.library.library import Library
from corpus.reading import read_article

PAIRS = Path(__file__).with_name("differing.jsonl")


def pairs_in(half=None):
    lines = PAIRS.read_text(encoding="utf-8").splitlines()
    return [pair for pair in map(json.loads, lines) if half in (None, pair["half"])]


def article_of(one):
    fields = "".join(f"{name}: {one[name]}\n" for name in ("title", "date", "source") if one[name])
    text = f"---\n{fields}language: en\n---\n{one['text']}\n"
    return read_article(text.encode(), "article.md")


def is_told(pair):
    """Whether an answer to the question says that the two sources differ."""
    library = Library.of([article_of(pair["one"]), article_of(pair["other"])])
    answer = library.answer(pair["question"], library.sources())
    return any(passage.differing for passage in answer.passages)


def measure(pairs, show=False):
    """Count the pairs by whether they differ and whether the answer says so."""
    counts = Counter()
    for pair in pairs:
        told = is_told(pair)
        counts[pair["differs"], told] += 1
        if show and told != pair["differs"]:
            texts = (pair["one"]["text"], pair["other"]["text"])
            click.echo(f"{'wrong' if told else 'missed'} ({pair['kind']}): {' | '.join(texts)}")
    return counts


def precision_and_recall(counts):
    right = counts[True, True]
    told = right + counts[False, True]
    return right / max(told, 1), right / max(right + counts[True, False], 1)


@click.command()
@click.option("--show", is_flag=True, help="Print what is wrong in the half that may be seen.")
def main(show):
    for half in ("tune", "judge"):
        counts = measure(pairs_in(half), show and half == "tune")
        precision, recall = precision_and_recall(counts)
        click.echo(
            f"{half}: {counts.total()} pairs, precision {precision:.2f}, recall {recall:.2f} "
            f"(told {counts[True, True]} of {counts[True, True] + counts[True, False]} that "
            f"differ, and {counts[False, True]} that do not)"
        )


if __name__ == "__main__":
    main()
