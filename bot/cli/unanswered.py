"""The command "unanswered", and questions grouped by what they ask."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import click

from bot.cli.opening import Workspace, pass_workspace
from bot.cli.terminal import printable
from retrieval.words.analysis import ANALYSES

SHARED_TERMS = 0.5  # share of their terms that two questions need in common to be grouped
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")  # of cells that spreadsheets run


@click.command()
@click.option("--csv", "table", is_flag=True, help="Print CSV.")
@pass_workspace
def unanswered(workspace: Workspace, table: bool) -> None:
    """List unanswered questions, similar ones grouped.

    They are stored without names, and only if QUOTEWIRE_KEEP_UNANSWERED is true.
    """
    with workspace.existing_store() as store:
        groups = grouped(store.unanswered.questions())
    if table:
        click.echo(as_csv(groups), nl=False)
    elif not groups:
        click.echo(
            "No unanswered questions stored. To store them, set QUOTEWIRE_KEEP_UNANSWERED=true."
        )
    else:
        for group in groups:
            click.echo(f"{group.size:4}  {group.last}  {printable(group.questions[0])}")


class Group(NamedTuple):
    """Similar questions: their number, the last day, and the wordings, most common first."""

    size: int
    last: str
    questions: Sequence[str]


def grouped(questions: Iterable[tuple[str, str]]) -> list[Group]:
    """Group similar questions, each with its day; the largest group comes first."""
    analysis = ANALYSES["en"]
    clusters: list[tuple[frozenset[str], list[tuple[str, str]]]] = []
    for question, day in questions:
        terms = frozenset(analysis.query(question))
        for others, members in clusters:
            if len(others & terms) >= SHARED_TERMS * max(len(others | terms), 1):
                members.append((question, day))
                break
        else:
            clusters.append((terms, [(question, day)]))
    return sorted((_group(members) for _, members in clusters), key=lambda group: -group.size)


def _group(members: Sequence[tuple[str, str]]) -> Group:
    wordings = Counter(question for question, _ in members).most_common()
    last = max(day for _, day in members)
    return Group(len(members), last, [question for question, _ in wordings])


def as_csv(groups: Iterable[Group]) -> str:
    """The groups as CSV, with no formulas and nothing that controls a terminal."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(("count", "last asked", "question", "also asked as"))
    for group in groups:
        first, *others = map(_cell, group.questions)
        writer.writerow((group.size, group.last, first, _cell(" | ".join(others))))
    return file.getvalue()


def _cell(text: str) -> str:
    plain = " ".join(printable(text).split())
    return f"'{plain}" if plain.startswith(FORMULA_STARTS) else plain
