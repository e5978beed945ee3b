"""Questions that found nothing, put together where they ask the same."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.cli.terminal import printable
from retrieval.words.analysis import ANALYSES

ALIKE = 0.5  # the share of their terms that questions of a group have in common
FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
)  # what a table's program takes for a formula's beginning


class Group(NamedTuple):
    """Questions that ask nearly the same: how many, when last, and the commonest wording first."""

    size: int
    last: str  # a day
    questions: Sequence[str]


def grouped(questions: Iterable[tuple[str, str]]) -> list[Group]:
    """The groups of some questions, each given with its day; the largest first."""
    analysis = ANALYSES["en"]
    gathered: list[tuple[frozenset[str], list[tuple[str, str]]]] = []
    for question, day in questions:
        terms = frozenset(analysis.query(question))
        for common, members in gathered:
            if len(common & terms) >= ALIKE * max(len(common | terms), 1):
                members.append((question, day))
                break
        else:
            gathered.append((terms, [(question, day)]))
    groups = [
        Group(
            len(members),
            max(day for _, day in members),
            [
                question
                for question, _ in Counter(question for question, _ in members).most_common()
            ],
        )
        for _, members in gathered
    ]
    return sorted(groups, key=lambda group: -group.size)


def as_csv(groups: Iterable[Group]) -> str:
    """The groups as a table; nothing in it is a formula or changes a terminal."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(("count", "last asked", "question", "also asked as"))
    for group in groups:
        first, *others = map(_cell, group.questions)
        writer.writerow((group.size, group.last, first, _cell(" | ".join(others))))
    return file.getvalue()


def _cell(text: str) -> str:
    plain = " ".join(printable(text).split())
    return f"'{plain}" if plain.startswith(FORMULA) else plain
