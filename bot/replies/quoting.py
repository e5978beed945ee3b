"""How sentences are quoted and cited.

A quote is one whole, unchanged sentence: a slice of the article's text. Text that is left out of
an article belongs to no sentence, so it is never quoted. A sentence too long for a message is
cited without its text. Titles and publishers are not quotes, so they can be truncated.
"""

import re
from collections.abc import Sequence

from bot.replies.labels import day_label, label, plural, utf16_length
from bot.replies.reply import LONGEST_MESSAGE, Kind, Mark, Reply, filled, joined, untrusted
from corpus.article import Article, Sentence, Span
from corpus.store.sources import Sources
from retrieval.answer import Answer, Passage

UNTITLED = "Untitled"
UPDATED = "updated {day}"
PLACE = "sentence {number}"
SIZE = ("{count} sentence", "{count} sentences")
ALSO_IN = "{citation}; also in {numbers}"
TOO_LONG = "This sentence is too long to send:"

LONGEST_TITLE = 200  # UTF-16 units
LONGEST_PUBLISHER = 100
LONGEST_URL = 2000
MOST_NUMBERS = 10  # of sources on one line
MOST_CODE_IN_QUOTE = 10  # marks; three quotes with citations leave half of all marks to bold words
WEB_ADDRESS = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)


def quoted_passages(answer: Answer, sources: Sources, room: int) -> list[Reply]:
    """Return each passage quoted above its citation, in at most ``room`` UTF-16 units."""
    return [_quoted_passage(passage, sources, room) for passage in answer.passages]


def quote(sentence: Sentence, matches: Sequence[Span] = ()) -> Reply:
    """Return the sentence as a quote; ``matches``, spans of the article's text, are bold."""
    text = sentence.text
    bold = (
        Mark(Kind.BOLD, start - sentence.start, end - sentence.start) for start, end in matches
    )
    is_sendable = len(text) <= LONGEST_MESSAGE  # Telegram never sees what only a terminal shows
    code = untrusted(text, MOST_CODE_IN_QUOTE).marks if is_sendable else ()
    return Reply(text, (Mark(Kind.QUOTE, 0, len(text)), *code, *bold))


def citation(article: Article, sources: Sources, place: str) -> Reply:
    """Return the article's number, title, publisher and newest date, if known, then ``place``.

    The title links to the article, or the number if the title could be taken for an address.
    """
    number = Reply(f"[{sources.label(article)}]")
    title = title_of(article)
    publisher = untrusted(label(article.source or "", LONGEST_PUBLISHER))
    if title.marks:
        number = _linked(number, article)
    else:
        title = _linked(title, article)
    known = (title, publisher, Reply(date_of(article)), Reply(place))
    return joined([number, joined([one for one in known if one.text], ", ")], " ")


def date_of(article: Article) -> str:
    """Return the day of the article's last change or else of its publication; empty if unknown."""
    if article.is_updated:
        return UPDATED.format(day=day_label(article.updated))
    return day_label(article.published)


def numbers_of(articles: Sequence[Article], sources: Sources) -> list[str]:
    """Return the first articles' numbers as citations show them, without duplicates."""
    numbers = dict.fromkeys(f"[{sources.label(article)}]" for article in articles)
    return list(numbers)[:MOST_NUMBERS]


def title_of(article: Article) -> Reply:
    """Return the article's title on one line, truncated if it is long."""
    return untrusted(label(article.title, LONGEST_TITLE) or UNTITLED)


def size_of(article: Article) -> str:
    """Return how many sentences the article has, in words."""
    return plural(len(article.spans), *SIZE)


def _quoted_passage(passage: Passage, sources: Sources, room: int) -> Reply:
    sentence = passage.sentence
    quoted = quote(sentence, passage.matches)
    place = PLACE.format(number=sentence.number)
    cited = citation(sentence.article, sources, place)
    if passage.also:
        numbers = numbers_of([other.article for other in passage.also], sources)
        cited = filled(ALSO_IN, citation=cited, numbers=", ".join(numbers))
    fits = utf16_length(quoted.text + "\n" + cited.text) <= room
    return joined([quoted if fits else Reply(TOO_LONG), cited], "\n", room)


def _linked(words: Reply, article: Article) -> Reply:
    """Return words as a link to the article, if its web address is known."""
    url = article.url or ""
    if not WEB_ADDRESS.fullmatch(url) or len(url) > LONGEST_URL:
        return words
    return Reply(words.text, (Mark(Kind.LINK, 0, len(words.text), url),))
