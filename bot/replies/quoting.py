"""How sentences are quoted and cited.

A quote is one whole, unchanged sentence: a slice of the article's text. Text that is left out of
an article belongs to no sentence, so it is never quoted. A sentence too long for a message is
cited without its text. Titles and publishers are not quotes, so they can be truncated.
"""

import re
from collections.abc import Sequence

from bot.replies.labels import day_label, label, plural, utf16_length
from bot.replies.reply import Kind, Mark, Reply, joined
from corpus.article import Article, Sentence, Span
from corpus.store.sources import Sources
from retrieval.answer import Answer, Passage

UNTITLED = "Untitled"
PLACE = "sentence {number}"
SIZE = ("{count} sentence", "{count} sentences")
ALSO_IN = "{citation}; also in {numbers}"
TOO_LONG = "This sentence is too long to send:"

LONGEST_TITLE = 200  # UTF-16 units
LONGEST_PUBLISHER = 100
LONGEST_URL = 2000
MOST_NUMBERS = 10  # of sources on one line
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
    return Reply(text, (Mark(Kind.QUOTE, 0, len(text)), *bold))


def citation(article: Article, sources: Sources, place: str) -> Reply:
    """Return the article's number, title, publisher and date, if known, then ``place``."""
    number = f"[{sources.label(article)}] "
    title = title_of(article)
    publisher = label(article.source or "", LONGEST_PUBLISHER)
    known = filter(None, (title, publisher, day_label(article.published), place))
    return Reply(number + ", ".join(known), _title_link(article, len(number), len(title)))


def numbers_of(articles: Sequence[Article], sources: Sources) -> list[str]:
    """Return the first articles' numbers as citations show them, without duplicates."""
    numbers = dict.fromkeys(f"[{sources.label(article)}]" for article in articles)
    return list(numbers)[:MOST_NUMBERS]


def title_of(article: Article) -> str:
    """Return the article's title on one line, truncated if it is long."""
    return label(article.title, LONGEST_TITLE) or UNTITLED


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
        text = ALSO_IN.format(citation=cited.text, numbers=", ".join(numbers))
        cited = Reply(text, cited.marks)
    fits = utf16_length(quoted.text + "\n" + cited.text) <= room
    return joined([quoted if fits else Reply(TOO_LONG), cited], "\n", room)


def _title_link(article: Article, start: int, length: int) -> tuple[Mark, ...]:
    url = article.url or ""
    if not WEB_ADDRESS.fullmatch(url) or len(url) > LONGEST_URL:
        return ()
    return (Mark(Kind.LINK, start, start + length, url),)
