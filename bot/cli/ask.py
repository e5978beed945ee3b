"""An answer as the command line shows it."""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import click

from bot.cli.json_output import answer_shape, as_json, explanation_shape, passage_shapes
from bot.cli.terminal import printable, render
from bot.library.library import Library
from bot.replies.answers import answer_reply, nearest_reply
from bot.replies.labels import counted
from retrieval.answer import Answer
from retrieval.ranking.explanation import Explanation

PARTS = 12  # of an explanation that are shown: what the others add is small


@dataclass(frozen=True, slots=True)
class View:
    """What of an answer is shown, and how."""

    limit: int = 3
    near: bool = False
    explain: bool = False
    as_json: bool = False
    noted: bool = True  # whether sample articles are said to be such: once is enough


def answer_lines(
    library: Library, question: str, view: View, before: str | None = None
) -> tuple[str, Answer]:
    """What is said to a question, in one or more lines, and the answer itself."""
    sources = library.sources()
    answer = library.answer(question, sources, view.limit, before)
    ask_nearest = view.near and not answer.found
    nearest = library.nearest(question, sources, view.limit, before) if ask_nearest else None
    why = library.explain(question, sources, view.limit, answer.before) if view.explain else []
    if view.as_json:
        shape = answer_shape(answer, sources)
        if view.near:
            shape["nearest"] = passage_shapes(nearest, sources) if nearest else []
        if view.explain:
            shape["explanations"] = [explanation_shape(one, sources) for one in why]
        return as_json(shape), answer
    if nearest is not None:
        reply = nearest_reply(answer, nearest, sources, sys.maxsize, noted=view.noted)
    else:
        reply = answer_reply(answer, sources, sys.maxsize, noted=view.noted)
    lines = [render(reply, width())]
    if view.explain:
        lines += ["", f"confidence {answer.confidence:.2f}"]
        for one in why:
            lines += ["", *_explanation_lines(one, f"[{sources.label(one.sentence.article)}]")]
    return "\n".join(lines), answer


def width() -> int | None:
    """The columns of the terminal; None in a pipe, where each line stays whole."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _explanation_lines(one: Explanation, number: str) -> Iterator[str]:
    place = f"{number} sentence {one.sentence.number}"
    yield click.style(f"{place}, score {one.score:.2f}", bold=True)
    yield f"  {printable(one.sentence.text)}".replace("\n", " ")
    sorts = {
        "holds": one.held,
        "nearby": one.near,
        "elsewhere in the article": one.far,
        "a related word of": one.related,
        "missing": one.missing,
    }
    yield "  terms: " + "; ".join(
        f"{sort} {printable(', '.join(terms))}" for sort, terms in sorts.items() if terms
    )
    for part in one.parts[:PARTS]:
        yield f"  {part.added:+7.2f}  {part.feature} {part.value:.2f}"
    rest = one.parts[PARTS:]
    if rest:
        added = sum(part.added for part in rest)
        yield f"  {added:+7.2f}  {counted(len(rest), 'other feature')}"
