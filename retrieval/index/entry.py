"""An article's terms, in the form that the index takes."""

from collections.abc import Sequence
from typing import NamedTuple

from corpus.article import Article
from corpus.languages.known import DEFAULT, code_of, language_of
from corpus.languages.telling import guess_language
from corpus.sentences.sections import split_sections
from retrieval.scope import UNKNOWN_DAY
from retrieval.words.analysis import analysis_for
from retrieval.words.names import name_words, short_names

MONTHS = (
    "January February March April May June July August September October November December"
).split()

MOST_WORDS = 12  # of a publisher's name
BEGINNING = 600  # characters that show an article's language if nothing else tells it


class Entry(NamedTuple):
    """An article's terms, its day, and the code of its language.

    ``sentences`` holds the terms of each sentence; ``title`` those of the title and the date,
    which do not count in BM25; ``sections`` the numbers, from 0, of the sentences that begin a
    section, and ``headings`` those of the headings. ``day`` is the ordinal of the day of the last
    change or else of the publication. ``publisher`` and ``author`` hold the words of these
    names; ``publisher`` also what it goes by.
    """

    sentences: Sequence[Sequence[str]]
    title: Sequence[str] = ()
    sections: Sequence[int] = (0,)
    headings: Sequence[int] = ()
    day: int = UNKNOWN_DAY
    publisher: Sequence[str] = ()
    author: Sequence[str] = ()
    language: str = DEFAULT


def _month(article: Article) -> str:
    """The month and the year, which a question may name although the text does not."""
    day = article.published
    return f"{MONTHS[day.month - 1]} {day.year}" if day else ""


def _day(article: Article) -> int:
    day = article.updated or article.published
    return day.toordinal() if day else UNKNOWN_DAY


def _publisher_terms(name: str) -> list[str]:
    words = name_words(name)[:MOST_WORDS]
    return [*words, *map(called, dict.fromkeys(short_names(words)))]


def called(words: Sequence[str]) -> str:
    """The term of a publisher that goes by these words.

    >>> called(["daily", "telegraph"])
    '=daily telegraph'
    """
    return f"={' '.join(words)}"


def entry(article: Article) -> Entry:
    """Analyze an article for the index."""
    language = language_in(article)
    terms = analysis_for(language).terms
    headings = frozenset(article.headings)
    return Entry(
        sentences=[terms(article.text[start:end]) for start, end in article.spans],
        title=[*terms(article.title), *terms(_month(article))],
        sections=[section.start for section in split_sections(article)],
        headings=[number for number, span in enumerate(article.spans) if span in headings],
        day=_day(article),
        publisher=_publisher_terms(article.source or ""),
        author=name_words(article.author or ""),
        language=language,
    )


def language_in(article: Article) -> str:
    """The code of the language that an article is indexed in, and so is searched in.

    A stated language does not count if it is written in other letters than the text: articles
    that were stored before this was checked have the language that their page stated.
    """
    beginning = article.text[:BEGINNING]
    known = code_of(article.language)
    if known and _may_be(known, beginning):
        return known
    # Plain letters are most often English, and looking at each word takes a tenth of the time.
    guess = None if beginning.isascii() else guess_language(beginning)
    return code_of(guess) or DEFAULT


def _may_be(code: str, text: str) -> bool:
    """Whether a text's letters, at a glance, can be those of a language."""
    if language_of(code).script == "Latin":
        return len(text.encode("ascii", "ignore")) * 2 >= len(text)
    return not text.isascii()
