"""An article, its sentences, and the stretches of its text that are left out."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a text, in code points; ``end`` is exclusive."""

    start: int
    end: int


class LeftOut(NamedTuple):
    """A stretch of an article that is stored but never indexed or quoted, and why."""

    start: int
    end: int
    reason: str  # one of Reason


class Reason(StrEnum):
    """Why a stretch is left out. The values are stored and shown; do not change them."""

    RUNNING_HEAD = "running head"
    HEADING_MARK = "heading mark"
    AROUND = "around the article"
    BYLINE = "byline"
    DATE = "date"
    ADDRESS = "address"
    DATELINE = "dateline"
    ADVERTISEMENT = "advertisement"
    SHARING = "sharing links"
    READ_MORE = "read more"
    NEWSLETTER = "newsletter"
    SUBSCRIPTION = "subscription offer"
    FOLLOW_US = "follow us"
    PHOTO_CREDIT = "photo credit"
    CAPTION = "caption"
    COOKIES = "cookie notice"
    COPYRIGHT = "copyright notice"
    COMMENTS = "comments"
    INVITATION = "invitation"
    SITE_NOTICE = "site notice"
    NAVIGATION = "navigation"
    APPEAL = "appeal for donations"
    SIGNATURE = "signature of a mail"
    REPEATED = "repeated by this site"
    TOO_LONG = "too long to quote"
    AGAIN = "repeated from the article"


# Larger articles would delay everybody's answers.
MOST_CHARACTERS = 500_000  # of an article; the longest reports have 200 pages of 2,500
MOST_SENTENCES = 5000
LONGEST_SENTENCE = 4096  # code points; no message has room for more

LIBRARY = "library"  # the collection that every chat can see


@dataclass(frozen=True, slots=True)
class Article:
    """A published text with its sentences. A collection holds one of each publisher only once.

    ``spans`` are the sentences, in order; ``headings`` are those of them that are headings, which
    are never quoted as an answer. The title line, the sentences and the left-out stretches do not
    overlap, and only white space lies between them. ``incomplete`` articles come from a page that
    seems to hold much more than was read; this is not stored.
    """

    text: str
    title: str
    spans: tuple[Span, ...]
    left_out: tuple[LeftOut, ...] = ()
    title_span: Span | None = None
    source: str | None = None
    url: str | None = None
    published: date | None = None  # the day of the first publication
    updated: date | None = None  # the day of the last change
    added: datetime | None = None
    language: str | None = None
    author: str | None = None
    collection: str = LIBRARY  # or the id of the chat that owns it
    number: int | None = None  # in its collection, from 1; never reused
    headings: tuple[Span, ...] = ()
    incomplete: bool = False
    apart: str | None = None  # its publisher, if another's article has the same text
    id: str = field(init=False)  # 16 hex digits of the SHA-256 of collection, text and ``apart``

    def __post_init__(self) -> None:
        # Broken UTF-16 can put lone surrogates into a text; the hash must not fail on them.
        prefix = "" if self.collection == LIBRARY else f"{self.collection}\0"
        suffix = "" if self.apart is None else f"\0{self.apart}"
        known = f"{prefix}{self.text}{suffix}"
        digest = sha256(known.encode("utf-8", "surrogatepass")).hexdigest()
        object.__setattr__(self, "id", digest[:16])

    @property
    def is_updated(self) -> bool:
        """Whether the text is known to be newer than the first publication."""
        if self.updated is None:
            return False
        return self.published is None or self.updated > self.published

    @property
    def sentences(self) -> "tuple[Sentence, ...]":
        """The sentences, in the order of the text."""
        return tuple(Sentence(self, start, end) for start, end in self.spans)

    def pieces(self) -> Iterator[tuple[str, Span, str]]:
        """Yield the title line, the sentences and the left-out stretches in text order.

        Each is ``(kind, span, reason)``. The kind is "title", "heading", "sentence" or "left
        out". The reason is empty unless the kind is "left out".
        """
        headings = frozenset(self.headings)
        found = [("heading" if span in headings else "sentence", span, "") for span in self.spans]
        found += [("left out", Span(start, end), why) for start, end, why in self.left_out]
        if self.title_span is not None:
            found.append(("title", self.title_span, ""))
        yield from sorted(found, key=lambda piece: piece[1])


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's place in its article. It holds no words, so it cannot misquote."""

    article: Article
    start: int  # code points
    end: int

    @property
    def text(self) -> str:
        """The sentence, word for word."""
        return self.article.text[self.start : self.end]

    @property
    def number(self) -> int:
        """The sentence's number in its article, from 1."""
        return bisect_left(self.article.spans, (self.start, self.end)) + 1

    @property
    def window(self) -> "tuple[Sentence, ...]":
        """The sentence with the one before it and the one after it, if there are any."""
        at = self.number - 1
        spans = self.article.spans[max(at - 1, 0) : at + 2]
        return tuple(Sentence(self.article, start, end) for start, end in spans)

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading."""
        headings = self.article.headings
        at = bisect_left(headings, (self.start, self.end))
        return headings[at : at + 1] == ((self.start, self.end),)
