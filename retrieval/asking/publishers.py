"""Reads from a question whose articles it asks for: "news from the Courier", "by Ann Lind".

A name that the sources have can also be what a question is about ("did Wired fire its editor?"),
so it must stand where questions name a publisher or an author.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple, Protocol

from corpus.article import Span
from retrieval.words.names import name_words

MOST_WORDS = 6  # in a name
MOST_PLACES = 10  # in a question where a name of one pattern may stand


class KnownNames(Protocol):
    """Tells which publishers and authors the articles have."""

    def publishes(self, words: Sequence[str], /) -> bool:
        """Whether a publisher goes by this name."""

    def writes(self, words: Sequence[str], /) -> bool:
        """Whether an author's name has all these words."""


@dataclass(frozen=True, slots=True)
class Named:
    """A publisher, or an author, by the words of the name.

    ``span`` is what of the question only asks for their articles, ``name`` the name as typed and
    ``place`` where that is. If not ``is_sure``, the question may be about them instead.
    """

    words: tuple[str, ...]
    name: str
    place: Span
    span: Span
    is_author: bool = False
    is_sure: bool = True

    def holds(self, other: Span) -> bool:
        """Whether the name has these words of the question, and others."""
        start, end = self.place
        return start <= other.start and other.end <= end and self.place != other


class _Pattern(NamedTuple):
    """What stands before a name and after it, and what that says."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    is_sure: bool
    authors: bool = False  # whether it can be an author's name, too
    shortest: int = 1  # words of an author's name


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


LISTED = r"""(?:articles?|stor(?:y|ies)|news|reports?|reporting|pieces?|posts?|columns?|coverage
    |texts?|headlines?|new|interviews?|anything|something|everything|latest|newest|updates?|works?
    |opinions?)\b\s*"""
ASKS = r"""(?:^|[,;.]\s*)(?:and\s+)?(?:(?:what|which|how|why|when)\s+)?
    (?:else\s+|articles?\s+|stor(?:y|ies)\s+|pieces?\s+)?
    (?:did|does|do|has|have|had|is|was)\s+"""
WRITES = r"""(?:writ(?:e|es|ten|ing)|wrote|report(?:s|ed|ing)?|publish(?:es|ed|ing)?
    |print(?:s|ed)?|cover(?:s|ed|ing)?)"""
SAYS = r"(?:say|said|saying|think|claim(?:ed)?|tell|told)"
ABOUT = r"""(?:\s+(?:anything|something|much))?
    (?:\s+(?:about|on|of|regarding|concerning|that)\b|\s*(?=[?.!]?\s*$))"""
WRITTEN = r"(?:written|published|reported)\s+"
END = _compiled(r"(?![\w'’-])")
PATTERNS = (
    _Pattern(_compiled(rf"\b{LISTED}(?:{WRITTEN})?(?<=\s)(?:by|from)\s+"), END, True, True),
    _Pattern(_compiled(rf"\b{WRITTEN}by\s+"), END, True, True),
    _Pattern(_compiled(ASKS), _compiled(rf"\s+{WRITES}{ABOUT}"), True, True),
    _Pattern(_compiled(ASKS), _compiled(rf"\s+{SAYS}{ABOUT}"), False),
    _Pattern(
        _compiled(rf"\b(?:according\s+to|{LISTED}(?<=\s)(?:in|of)|{WRITTEN}in)\s+"), END, False
    ),
    _Pattern(_compiled(r"\bin\s+(?=the\s|(?-i:[A-Z]))"), END, False),
    _Pattern(
        _compiled(r"^\W*(?:(?:show|give|tell|get)\s+(?:me\s+)?)?"),
        _compiled(
            rf"(?:['’]s)?\s+{LISTED}(?:(?:about|on|of)\s+)?|\s*:\s+"
            r"|\s+(?:on|about|wrote|writes|reports|reported)\s+"
        ),
        False,
        True,
        2,
    ),
    _Pattern(
        _compiled(r"\b(?:of|in|from|are|all|to)\s+"), _compiled(rf"['’]s\s+{LISTED}"), False, True
    ),
    _Pattern(_compiled(r"\bfrom\s+"), _compiled(r"\W*$"), False),
    _Pattern(_compiled(r"^\W*"), _compiled(r"\W*$"), False, True, 2),
)
PIECE = re.compile(r"\S+")
POSSESSIVE = re.compile(r"['’]s$")
EDGES = "\"'“”‘’«»()[],;:!?."


def read_name(question: str, known: KnownNames) -> Named | None:
    """The first publisher or author whose articles the question asks for; None if there is none.

    >>> class Names:
    ...     publishes = staticmethod(lambda words: words == ["courier"])
    ...     writes = staticmethod(lambda words: False)
    >>> read_name("any news from the Courier?", Names()).words
    ('courier',)
    """
    for pattern in PATTERNS:
        for before in islice(pattern.before.finditer(question), MOST_PLACES):
            for start, end in _runs(question, before.end()):
                words = name_words(question[start:end])
                after = pattern.after.match(question, end)
                if not words or after is None:
                    continue
                is_publisher = known.publishes(words)
                if is_publisher or (
                    pattern.authors and len(words) >= pattern.shortest and known.writes(words)
                ):
                    return Named(
                        tuple(words),
                        question[start:end],
                        Span(start, end),
                        Span(before.start(), after.end()),
                        not is_publisher,
                        pattern.is_sure,
                    )
    return None


def _runs(question: str, start: int) -> Iterator[Span]:
    """Yield what can be a name that begins at this place, longest first."""
    pieces = list(PIECE.finditer(question, start))[:MOST_WORDS]
    if not pieces or pieces[0].start() != start:
        return
    for last in reversed(pieces):
        text = question[start : last.end()]
        plain = POSSESSIVE.sub("", text.rstrip(EDGES))
        if plain.strip(EDGES):
            yield Span(start, start + len(plain))
