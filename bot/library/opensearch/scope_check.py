"""Checks that what is quoted is of the articles that were searched."""

from collections.abc import Iterable, Iterator

from bot.library.opensearch.errors import OF_ANOTHER, EngineError
from corpus.article import Sentence
from retrieval.answer import Answer
from retrieval.scope import Groups


def sentences_in(answer: Answer) -> Iterator[Sentence]:
    """Yield each sentence that an answer can show."""
    for one in answer.quoted:
        yield from (one.sentence, *one.also, *(earlier.sentence for earlier in one.earlier))


def check_scope(sentences: Iterable[Sentence], scope: Groups) -> None:
    """Check that the sentences are of articles of these groups.

    The engine says where a sentence is, and the database what it says. If the index is one of
    another database, another chat's text may be there.

    Raises:
        EngineError: They are not.
    """
    if any(one.article.collection not in scope for one in sentences):
        raise EngineError(OF_ANOTHER)
