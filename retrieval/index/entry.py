"""An article's terms, in the form that the index takes."""

from collections.abc import Sequence
from typing import NamedTuple

from corpus.article import Article
from retrieval.index.sections import split_sections
from retrieval.words.analysis import analysis_for

MONTHS = (
    "January February March April May June July August September October November December"
).split()


class Entry(NamedTuple):
    """An article's terms.

    ``sentences`` holds the terms of each sentence; ``title`` those of the title and the date,
    which do not count in BM25; ``sections`` the numbers, from 0, of the sentences that begin a
    section, and ``headings`` those of the headings.
    """

    sentences: Sequence[Sequence[str]]
    title: Sequence[str] = ()
    sections: Sequence[int] = (0,)
    headings: Sequence[int] = ()


def _month(article: Article) -> str:
    """The month and the year, which a question may name although the text does not."""
    day = article.published
    return f"{MONTHS[day.month - 1]} {day.year}" if day else ""


def entry(article: Article) -> Entry:
    """Analyze an article for the index."""
    terms = analysis_for(article.language).terms
    headings = frozenset(article.headings)
    return Entry(
        sentences=[terms(article.text[start:end]) for start, end in article.spans],
        title=[*terms(article.title), *terms(_month(article))],
        sections=[section.start for section in split_sections(article)],
        headings=[number for number, span in enumerate(article.spans) if span in headings],
    )
