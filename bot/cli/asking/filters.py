"""The options of "ask" that say which articles to search."""

from collections.abc import Callable
from datetime import date, datetime
from functools import reduce
from typing import Any

import click

from bot.cli.asking.questions import readable
from bot.cli.terminal import printable
from bot.library.library import Library
from bot.wording.wording import Wording
from retrieval.asking.given import Filters
from retrieval.words.names import name_words

DAY = click.DateTime(["%Y-%m-%d"])
NO_SOURCE = Wording("No article is by a publisher called “{name}”.")
NO_AUTHOR = Wording("No article is by an author called “{name}”.")
# Translators: {since} and {until} are days such as 2025-03-21.
NONE_SINCE = Wording("No article was published or changed on or after {since}.")
NONE_UNTIL = Wording("No article was published or changed on or before {until}.")
NONE_BETWEEN = Wording(
    "No article was published or changed on or after {since} and on or before {until}."
)
# Translators: the words that begin with -- are options of the command line.
NO_ARTICLE = Wording("No article has all that --source, --author, --since and --until ask for.")
NO_NAME = Wording("“{name}” has no letters or digits.")

Command = Callable[..., Any]


class NoSuchArticle(click.ClickException):
    """No article passes the filters."""

    exit_code = 2


def _day(_context: click.Context, _option: click.Parameter, value: datetime | None) -> date | None:
    return value.date() if value else None


def _names(
    _context: click.Context, _option: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    names = tuple(map(readable, values))
    for name in names:
        if not name_words(name):
            raise click.BadParameter(NO_NAME.format(name=printable(name)))
    return names


OPTIONS = (
    click.option(
        "--source",
        "sources",
        multiple=True,
        metavar="NAME",
        callback=_names,
        help="Search only articles by this publisher; some words of its name are enough. Can be "
        "repeated, for one or the other.",
    ),
    click.option(
        "--author",
        "authors",
        multiple=True,
        metavar="NAME",
        callback=_names,
        help="Search only articles by this author. Can be repeated.",
    ),
    click.option(
        "--since",
        type=DAY,
        metavar="DAY",
        callback=_day,
        help="Search only articles published or last changed on or after this day, such as "
        "2025-03-21.",
    ),
    click.option(
        "--until",
        type=DAY,
        metavar="DAY",
        callback=_day,
        help="Search only articles published or last changed on or before this day.",
    ),
)


def filter_options(command: Command) -> Command:
    """Add the options to a command."""
    return reduce(lambda decorated, option: option(decorated), reversed(OPTIONS), command)


def check_matched(library: Library, only: Filters) -> None:
    """Check that some article passes the filters.

    Raises:
        NoSuchArticle: None does.
    """
    missed = library.unmatched(library.sources(), only)
    if missed is not None:
        raise NoSuchArticle(_reason(missed))


def _reason(missed: Filters) -> str:
    is_dated = missed.since is not None or missed.until is not None
    count = len(missed.sources) + len(missed.authors)
    if count + is_dated > 1:
        return str(NO_ARTICLE)
    if missed.sources:
        return NO_SOURCE.format(name=printable(missed.sources[0]))
    if missed.authors:
        return NO_AUTHOR.format(name=printable(missed.authors[0]))
    if missed.since and missed.until:
        return NONE_BETWEEN.format(since=missed.since, until=missed.until)
    if missed.since:
        return NONE_SINCE.format(since=missed.since)
    return NONE_UNTIL.format(until=missed.until)
