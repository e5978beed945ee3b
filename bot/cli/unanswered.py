"""The command "unanswered": questions without a good answer, and what readers think of answers."""

import csv
import io
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

import click

from bot.cli.json_output import as_json
from bot.cli.opening import Workspace, pass_workspace
from bot.cli.terminal import printable
from bot.replies.labels import counted
from corpus.store.chats.tallies import Event
from corpus.store.unanswered import Reason
from retrieval.asking.alike_questions import Group, grouped

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")  # of cells that spreadsheets run
NOTHING = "No unanswered questions stored. To store them, set QUOTEWIRE_KEEP_UNANSWERED=true."
FEEDBACK = "Feedback in the last 90 days: {good} good, {bad} bad."


@click.command()
@click.option("--csv", "table", is_flag=True, help="Print CSV.")
@click.option("--json", "as_object", is_flag=True, help="Print JSON, with the feedback.")
@pass_workspace
def unanswered(workspace: Workspace, table: bool, as_object: bool) -> None:
    """List unanswered questions, similar ones grouped.

    Those whose answer a reader disliked are among them. They are stored without names, and only
    if QUOTEWIRE_KEEP_UNANSWERED is true.
    """
    if table and as_object:
        raise click.UsageError("Use --csv or --json, not both.")
    with workspace.existing_store() as store:
        groups = grouped(store.unanswered.questions())
        counts = store.tallies.since(date.min)
    if table:
        click.echo(as_csv(groups), nl=False)
    elif as_object:
        click.echo(as_json(unanswered_shape(groups, counts)))
    else:
        click.echo("\n".join(map(_line, groups)) or NOTHING)
        if counts[Event.GOOD] or counts[Event.BAD]:
            click.echo(FEEDBACK.format(good=counts[Event.GOOD], bad=counts[Event.BAD]))


def _line(group: Group) -> str:
    disliked = group.reasons.get(Reason.DISLIKED, 0)
    mark = f" ({counted(disliked, 'disliked answer')})" if disliked else ""
    return f"{group.size:4}  {group.last}  {printable(group.questions[0])}{mark}"


def unanswered_shape(groups: Iterable[Group], counts: Counter[Event]) -> dict[str, Any]:
    """The groups and the feedback of the last 90 days as JSON."""
    return {
        "questions": [
            {
                "count": group.size,
                "not_found": group.reasons.get(Reason.NOT_FOUND, 0),
                "disliked": group.reasons.get(Reason.DISLIKED, 0),
                "last_asked": group.last,
                "wordings": list(group.questions),
            }
            for group in groups
        ],
        "feedback": {"good": counts[Event.GOOD], "bad": counts[Event.BAD]},
    }


def as_csv(groups: Iterable[Group]) -> str:
    """The groups as CSV, with no formulas and nothing that controls a terminal."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(("count", "last asked", "question", "also asked as", "disliked"))
    for group in groups:
        first, *others = map(_cell, group.questions)
        disliked = group.reasons.get(Reason.DISLIKED, 0)
        row = (group.size, group.last, first, _cell(" | ".join(others)), disliked)
        writer.writerow(row)
    return file.getvalue()


def _cell(text: str) -> str:
    plain = " ".join(printable(text).split())
    return f"'{plain}" if plain.startswith(FORMULA_STARTS) else plain
