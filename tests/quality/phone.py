"""Measures how much of a phone's screen the answers take, and how much of that is citation.

    python -m tests.quality.phone [--three] [--db FILE] [QUESTIONS.jsonl]

Each line of QUESTIONS has a "question". Without a database, the samples answer it.
"""

import json
import textwrap
from pathlib import Path
from statistics import mean, median
from typing import NamedTuple

import click

from bot.library.library import Library
from bot.replies.answering.answers import answer_reply
from bot.replies.reply import QUOTES, Kind
from corpus.store.store import Store
from retrieval.meaning.minilm import MiniLM

QUESTIONS = Path(__file__).with_name("questions.jsonl")
QUOTED, PLAIN = 38, 42  # characters on a line, in a quote and outside
FOLDED = 3  # lines of a folded quote that are shown


class Screen(NamedTuple):
    """What an answer takes: lines, characters, and how many of those are citation."""

    lines: int
    characters: int
    cited: int


def screen_of(reply):
    """What a reply takes."""
    lines = cited = at = 0
    quotes = [mark for mark in reply.marks if mark.kind in QUOTES]
    folded = dict.fromkeys((mark for mark in quotes if mark.kind is Kind.FOLDED), 0)
    for line in reply.text.split("\n"):
        quote = next((mark for mark in quotes if mark.start <= at < mark.end), None)
        shown = len(textwrap.wrap(line, PLAIN if quote is None else QUOTED)) or 1
        if quote in folded:
            shown = min(shown, FOLDED - folded[quote])
            folded[quote] += shown
        lines += shown
        cited += len(line) * (quote is None and line.startswith("["))
        at += len(line) + 1
    return Screen(lines, len(reply.text.replace("\n", "")), cited)


@click.command()
@click.argument("questions", default=QUESTIONS, type=click.Path(exists=True, path_type=Path))
@click.option("--db", type=click.Path(exists=True, path_type=Path), help="Of the articles.")
@click.option("--three", is_flag=True, help="Show three sentences in every answer.")
def measure(questions, db, three):
    """Print the figures of the answers to QUESTIONS."""
    library = Library(Store(db or ":memory:"), meaning=MiniLM())
    sources = library.sources()
    lines = questions.read_text(encoding="utf-8").splitlines()
    screens, passages = [], []
    for question in (json.loads(line)["question"] for line in lines):
        answer = library.answer(question, sources)
        if answer.found:
            shown = library.nearest(question, sources, 3) if three else answer
            passages.append(len(shown.passages))
            screens.append(screen_of(answer_reply(shown, sources, noted=False)))
    share = sum(one.cited for one in screens) / sum(one.characters for one in screens)
    click.echo(f"{len(screens)} answers of {mean(passages):.1f} passages")
    click.echo(f"lines: median {median(one.lines for one in screens):g}, "
               f"mean {mean(one.lines for one in screens):.1f}")  # fmt: skip
    click.echo(f"citation: {share:.1%} of the characters")


if __name__ == "__main__":
    measure()
