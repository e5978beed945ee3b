"""What an answer depends on besides the question's words and the articles."""

from dataclasses import dataclass
from datetime import date

from retrieval.answer import Turn


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles to search: no value means all of them.

    Days of publication or last change, inclusive; names of publishers and authors, of which an
    article must match one, as ``--source`` and ``--author`` take them. ``keys`` are the articles'
    keys in the index.
    """

    since: date | None = None
    until: date | None = None
    sources: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    keys: range | None = None


ANY_ARTICLE = Filters()


@dataclass(frozen=True, slots=True)
class Given:
    """What is given with a question.

    ``after`` is the turn that it may follow up on, ``today`` the day on which it is asked, which
    "this week" refers to, and ``only`` which articles to search.
    """

    after: Turn | None = None
    today: date | None = None
    only: Filters = ANY_ARTICLE


NOTHING_GIVEN = Given()
