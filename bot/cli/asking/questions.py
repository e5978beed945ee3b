"""Questions from the command line and from standard input, with earlier questions before them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import click

from bot.library.library import Library
from retrieval.answer import Turn
from retrieval.asking.given import ANY_ARTICLE, Filters, Given

MOST_BEFORE = 10  # earlier questions that are asked again: the last ones
MALFORMED = (
    "Line {} begins with {{ but is not an object such as "
    '{{"question": "and when?", "after": ["who won?"]}}.'
)


class MalformedLine(click.ClickException):
    """A line of a batch is not a question."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the earlier ones that it may follow up on, oldest first."""

    question: str
    after: tuple[str, ...] = ()


def given_question(question: str, after: Iterable[str]) -> Asked:
    """A question and earlier ones, with lone surrogates replaced."""
    return Asked(readable(question), tuple(map(readable, after)))


def questions_in(lines: Iterable[bytes]) -> Iterator[Asked]:
    """Yield the question of each line, which is the whole line or a JSON object.

    Raises:
        MalformedLine: A line begins with "{" but is not an object with a question.
    """
    for number, line in enumerate(lines, 1):
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        asked = _object_in(text) if text.lstrip(" \t").startswith("{") else Asked(text)
        if asked is None:
            raise MalformedLine(MALFORMED.format(number))
        yield asked


def _object_in(line: str) -> Asked | None:
    """The question of a JSON object, whose other fields are ignored; None if it has none."""
    try:
        shape = json.loads(line)
    except (ValueError, RecursionError):
        return None
    question, after = shape.get("question"), shape.get("after", [])
    if not isinstance(question, str) or not isinstance(after, list):
        return None
    if not all(isinstance(one, str) for one in after):
        return None
    return given_question(question, after)


def turn_after(
    library: Library,
    questions: Iterable[str],
    limit: int,
    today: date,
    only: Filters = ANY_ARTICLE,
) -> Turn | None:
    """The last turn of a chat with these questions, oldest first; None without any."""
    turn = None
    for question in list(questions)[-MOST_BEFORE:]:
        given = Given(after=turn, today=today, only=only)
        turn = library.answer(question, library.sources(), limit, given).turn
    return turn


def readable(text: str) -> str:
    """The text with lone surrogates replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")
