"""The command "ask", and the text of an answer in the terminal."""

import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from bot.cli.asking.filters import check_matched, filter_options
from bot.cli.asking.questions import Asked, given_question, questions_in, turn_after
from bot.cli.json_output import answer_shape, as_json, explanation_shape, passage_shapes
from bot.cli.opening import Workspace, articles_in, pass_workspace
from bot.cli.terminal import on_one_line, printable, render
from bot.library.library import Library
from bot.replies.labels import counted
from bot.replies.talk.messages import message_reply
from bot.wording.wording import Wording
from corpus.clock import now
from corpus.store.sources import Sources
from retrieval.answer import LIMIT, Answer, Turn
from retrieval.asking.given import ANY_ARTICLE, Filters, Given
from retrieval.ranking.confidence import default_threshold
from retrieval.ranking.explanation import Explanation

# Translators: quotewire encode is a command.
LACKING = Wording(
    "Some articles have no vectors yet, so only their words count: run quotewire encode."
)
SHOWN_FEATURES = 12  # in an explanation; the others add little


@dataclass(frozen=True, slots=True)
class Output:
    """How much of an answer to show, and in which format."""

    limit: int = LIMIT
    near: bool = False
    explain: bool = False
    as_json: bool = False
    noted: bool = True  # whether to say that sample articles are samples, which is done once


@click.command()
@click.argument("words", nargs=-1, metavar="QUESTION")
@click.option(
    "--article",
    "paths",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Search only this file or folder, without storing it. Can be repeated.",
)
@click.option(
    "--limit",
    default=LIMIT,
    type=click.IntRange(1, 50),
    show_default=True,
    help="Show at most this many sentences.",
)
@click.option(
    "--after",
    multiple=True,
    metavar="QUESTION",
    help="An earlier question, which this one may follow up on. Can be repeated, oldest first.",
)
@filter_options
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.option("--near", is_flag=True, help="If there is no answer, show the closest sentences.")
@click.option("--explain", is_flag=True, help="Show why each sentence was ranked where it is.")
@click.option(
    "--batch",
    is_flag=True,
    help="Read questions from standard input, one per line. A line can be a JSON object: "
    '{"question": "…", "after": ["…"]}.',
)
@pass_workspace
def ask(
    workspace: Workspace,
    /,
    words: tuple[str, ...],
    paths: tuple[Path, ...],
    limit: int,
    after: tuple[str, ...],
    as_json: bool,
    near: bool,
    explain: bool,
    batch: bool,
    **filters: Any,
) -> None:
    """Answer a question.

    Exit status: 0 if an answer was found, 1 if not, 2 for an error.
    """
    questions = _questions(" ".join(words), after, batch=batch)
    output = Output(limit, near, explain, as_json)
    with _opened(workspace, paths) as library:
        only = Filters(**filters)
        check_matched(library, only)
        found = _answer_all(library, questions, output, only)
    sys.exit(0 if found else 1)


@contextmanager
def _opened(workspace: Workspace, paths: Sequence[Path]) -> Iterator[Library]:
    """The library of the articles in some files, or of the stored ones."""
    if paths:
        articles = list(articles_in(paths))
        yield Library.of(articles, workspace.settings.quotewire_confidence, workspace.meaning)
    else:
        with workspace.existing_store() as store:
            yield workspace.library(store)


def _questions(question: str, after: Sequence[str], *, batch: bool) -> Iterable[Asked]:
    """The question given, or those on standard input."""
    if batch == bool(question.strip()):
        raise click.UsageError(
            "Give either a question or --batch, which reads questions from standard input."
        )
    if batch and after:
        raise click.UsageError('With --batch, a line names earlier questions itself, in "after".')
    return questions_in(sys.stdin.buffer) if batch else [given_question(question, after)]


def _answer_all(
    library: Library, questions: Iterable[Asked], output: Output, only: Filters
) -> bool:
    """Print the answers; return whether any question was answered."""
    any_found = False
    for number, asked in enumerate(questions):
        before = turn_after(library, asked.after, output.limit, now().date(), only)
        noted = replace(output, noted=not number)
        lines, answer = answer_lines(library, asked.question, noted, before, only)
        any_found |= answer.found
        click.echo("\n" * (bool(number) and not output.as_json) + lines)
    suggest_encoding(library)
    return any_found


def suggest_encoding(library: Library) -> None:
    """On a terminal, say if answers could be better because stored articles lack vectors."""
    stored = library.store.path != ":memory:"
    if stored and library.without_vectors and sys.stderr.isatty():
        click.echo(f"\n{LACKING}", err=True)


def answer_lines(
    library: Library,
    question: str,
    output: Output,
    after: Turn | None = None,
    only: Filters = ANY_ARTICLE,
) -> tuple[str, Answer]:
    """The output and the answer; ``after`` is the turn that the question may follow up on."""
    sources = library.sources()
    given = Given(after=after, today=now().date(), only=only)
    answer = library.answer(question, sources, output.limit, given)
    nearest = None
    if output.near and not all(part.found for part in answer.parts or [answer]):
        nearest = library.nearest(question, sources, output.limit, given)
    why = library.explain(answer, sources, output.limit, given) if output.explain else []
    if output.as_json:
        return _json(answer, nearest, why, sources, output), answer
    needed = library.confidence_threshold
    if needed is None:
        needed = default_threshold(by_meaning=answer.by_meaning)
    return _text(answer, nearest, why, sources, output, needed), answer


def _json(
    answer: Answer,
    nearest: Answer | None,
    why: Iterable[Explanation],
    sources: Sources,
    output: Output,
) -> str:
    shape = answer_shape(answer, sources)
    if output.near:
        shape["nearest"] = passage_shapes(nearest, sources) if nearest and not answer.found else []
    if output.explain:
        shape["explanations"] = [explanation_shape(one, sources) for one in why]
    return as_json(shape)


def _text(
    answer: Answer,
    nearest: Answer | None,
    why: Iterable[Explanation],
    sources: Sources,
    output: Output,
    needed: float,
) -> str:
    reply = message_reply(answer, sources, sys.maxsize, nearest=nearest, noted=output.noted)
    lines = [render(reply, terminal_width())]
    if output.explain:
        lines += ["", _confidence_line(answer, needed)]
        for one in why:
            label = f"[{sources.label(one.sentence.article)}]"
            lines += ["", *_explanation_lines(one, label)]
    return "\n".join(lines)


def _confidence_line(answer: Answer, needed: float) -> str:
    judged = "meaning and words" if answer.by_meaning else "words alone"
    return f"confidence {answer.confidence:.3f}, {needed:g} needed, judged by {judged}"


def terminal_width() -> int | None:
    """The number of columns; None in a pipe, where lines are not wrapped."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _explanation_lines(one: Explanation, label: str) -> Iterator[str]:
    place = f"{label} sentence {one.sentence.number}"
    yield click.style(f"{place}, score {one.score:.2f}", bold=True)
    yield f"  {on_one_line(one.sentence.text)}"
    kinds = {
        "in the sentence": one.held,
        "nearby": one.near,
        "elsewhere in the article": one.far,
        "related word": one.related,
        "missing": one.missing,
    }
    yield "  terms: " + "; ".join(
        f"{kind} {printable(', '.join(terms))}" for kind, terms in kinds.items() if terms
    )
    for part in one.parts[:SHOWN_FEATURES]:
        yield f"  {part.added:+7.2f}  {part.feature} {part.value:.2f}"
    rest = one.parts[SHOWN_FEATURES:]
    if rest:
        added = sum(part.added for part in rest)
        yield f"  {added:+7.2f}  {counted(len(rest), 'other feature')}"
