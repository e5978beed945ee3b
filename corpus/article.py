"""An article as it is stored, and its sentences as slices of it."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a text, in code points, ``end`` excluded."""

    start: int
    end: int


class LeftOut(NamedTuple):
    """A stretch of an article that is kept but never indexed or quoted, and why."""

    start: int
    end: int
    reason: str


LIBRARY = "library"


@dataclass(frozen=True, slots=True)
class Article:
    """A published text with its sentences; the same text in one collection is one article.

    ``spans`` are the sentences, in order. Title line, sentences and left-out stretches do
    not overlap, and between them the text holds only white space.
    """

    text: str
    title: str
    spans: tuple[Span, ...]
    left_out: tuple[LeftOut, ...] = ()
    title_span: Span | None = None
    source: str | None = None
    url: str | None = None
    published: date | None = None
    added: datetime | None = None
    language: str | None = None
    author: str | None = None
    collection: str = LIBRARY  # or the id of the chat that it belongs to
    number: int | None = None  # in its collection, from 1 and never given twice
    id: str = field(init=False)  # 16 hex digits of the SHA-256 of collection and text

    def __post_init__(self) -> None:
        # A file can hold lone surrogates only as broken UTF-16; the hash must not fail on one.
        whose = "" if self.collection == LIBRARY else f"{self.collection}\0"
        digest = sha256((whose + self.text).encode("utf-8", "surrogatepass")).hexdigest()
        object.__setattr__(self, "id", digest[:16])

    @property
    def sentences(self) -> "tuple[Sentence, ...]":
        """The sentences, in the order of the text."""
        return tuple(Sentence(self, start, end) for start, end in self.spans)

    def pieces(self) -> Iterator[tuple[str, Span, str]]:
        """Yield title line, sentences and left-out stretches in text order.

        Each is ``(kind, span, reason)``: kind is "title", "sentence" or "left out"; the
        reason is empty unless something was left out.
        """
        found = [("sentence", span, "") for span in self.spans]
        found += [("left out", Span(start, end), why) for start, end, why in self.left_out]
        if self.title_span is not None:
            found.append(("title", self.title_span, ""))
        yield from sorted(found, key=lambda piece: piece[1])


@dataclass(frozen=True, slots=True)
class Sentence:
    """Where a sentence stands in its article; it cannot misquote, for it holds no words."""

    article: Article
    start: int  # code points
    end: int

    @property
    def text(self) -> str:
        """The sentence, word for word."""
        return self.article.text[self.start : self.end]

    @property
    def number(self) -> int:
        """The sentence's place among the article's sentences, counted from 1."""
        return bisect_left(self.article.spans, (self.start, self.end)) + 1
