"""What to write to the engine, and to delete from it, for an article."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.library.opensearch.feeding.bulk import Action
from bot.library.opensearch.mapping import (
    article_document,
    article_id,
    routing_of,
    sentence_documents,
    sentence_id,
)
from corpus.article import Article
from retrieval.index.entry import entry


class Kept(NamedTuple):
    """What the engine has of an article: its collection, and the number of its sentences."""

    group: str
    sentences: int


def added(key: int, article: Article, version: int) -> Iterator[Action]:
    """Yield what writes an article: its own document, then those of its sentences.

    In this order, the engine has no sentence of an article that it does not know, wherever the
    writing ends.
    """
    group, terms = article.collection, entry(article)
    routing = routing_of(key, group)
    yield Action(article_id(key), routing, version, article_document(key, group, terms))
    for number, document in enumerate(sentence_documents(key, group, terms)):
        yield Action(sentence_id(key, number), routing, version, document)


def removed(
    key: int, kept: Kept, version: int, article: Article | None = None
) -> Iterator[Action]:
    """Yield what deletes an article or, of one that has changed, what ``added`` will not replace.

    Its own document comes last, because it says which others there are.
    """
    routing = routing_of(key, kept.group)
    stays = article is not None and routing_of(key, article.collection) == routing
    first = len(article.spans) if article is not None and stays else 0
    for number in range(first, kept.sentences):
        yield Action(sentence_id(key, number), routing, version)
    if not stays:
        yield Action(article_id(key), routing, version)
