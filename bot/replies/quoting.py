"""How a sentence is quoted and cited."""

import re
from collections.abc import Sequence

from telegram import MessageEntity
from telegram.constants import MessageEntityType, MessageLimit

from bot.replies.labels import counted, day_label, label, utf16_length
from bot.replies.reply import Reply, _in_utf16, joined
from corpus.article import Article, Sentence, Span
from corpus.store.sources import Sources
from retrieval.answer import Answer, Passage

LONGEST_TITLE = 200  # UTF-16 units; a title is no quote and may be cut


LONGEST_PUBLISHER = 100


LONGEST_URL = 2000


URL = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)


TOO_LONG = "This sentence is too long to send:"


MOST_NUMBERS = 10  # of sources that say the same


def _passages(answer: Answer, sources: Sources, room: int) -> list[Reply]:
    return [_passage(passage, sources, room) for passage in answer.passages]


def _passage(passage: Passage, sources: Sources, room: int) -> Reply:
    sentence = passage.sentence
    quote = _quote(sentence, passage.matches)
    citation = _about(sentence.article, sources, f"sentence {sentence.number}")
    if passage.also:
        others = dict.fromkeys(sources.label(other.article) for other in passage.also)
        numbers = ", ".join(f"[{number}]" for number in list(others)[:MOST_NUMBERS])
        citation = Reply(f"{citation.text}; also in {numbers}", citation.entities)
    fits = utf16_length(quote.text + "\n" + citation.text) <= room
    return joined([quote if fits else Reply(TOO_LONG), citation], "\n", room)


def _quote(sentence: Sentence, matches: Sequence[Span] = ()) -> Reply:
    text = sentence.text
    entities = [MessageEntity(MessageEntityType.BLOCKQUOTE, 0, len(text))]
    entities += [
        MessageEntity(MessageEntityType.BOLD, start - sentence.start, end - start)
        for start, end in matches[: MessageLimit.MESSAGE_ENTITIES]
    ]
    return _in_utf16(text, entities)


def _about(article: Article, sources: Sources, place: str) -> Reply:
    """An article's number, title, publisher and date, as far as they are known, and a place."""
    number = f"[{sources.label(article)}] "
    title = _title(article)
    publisher = label(article.source or "", LONGEST_PUBLISHER)
    known = filter(None, (title, publisher, day_label(article.published), place))
    url = article.url or ""
    links = []
    if URL.fullmatch(url) and len(url) <= LONGEST_URL:
        links = [MessageEntity(MessageEntityType.TEXT_LINK, len(number), len(title), url=url)]
    return _in_utf16(number + ", ".join(known), links)


def _title(article: Article) -> str:
    return label(article.title, LONGEST_TITLE) or "Untitled"


def _size(article: Article) -> str:
    return counted(len(article.spans), "sentence")
