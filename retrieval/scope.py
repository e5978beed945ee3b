"""Which articles a question is asked of."""

from dataclasses import dataclass
from datetime import date

Groups = frozenset[str]
Names = frozenset[tuple[str, ...]]  # each as some of its words, as ``name_words`` gives them

UNKNOWN_DAY = 0  # of an article without a date
FIRST_DAY = date.min.toordinal()
LAST_DAY = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The articles of some groups that were published or changed last in a range of days.

    Groups are None for all. Days are ordinals, inclusive; ``since`` UNKNOWN_DAY includes articles
    without a date. An article's publisher must have all words of one of the ``publishers``, and
    its author those of one of the ``authors``, unless there are none. Its key must be one of the
    ``keys``, and ``language`` the code of its language; None for all.
    """

    groups: Groups | None = None
    since: int = UNKNOWN_DAY
    until: int = LAST_DAY
    publishers: Names = frozenset()
    authors: Names = frozenset()
    keys: range | None = None
    language: str | None = None


Scope = Groups | Narrowed | None  # None for all articles
