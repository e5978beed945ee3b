"""Adds to an answer how its sentences read before their sources changed them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from corpus.article import Article
from corpus.rewording.edited_sentences import LONGEST_TEXT, last_rewording
from corpus.store.store import Store
from retrieval.answer import Answer, Passage

MOST_ARTICLES = 3  # of an answer whose earlier texts are read

Older = Mapping[str, Sequence[tuple[Article, datetime]]]  # earlier texts, by the article's id


def with_rewordings(answer: Answer, store: Store) -> Answer:
    """Return the answer; passages that their sources have changed say how they read before."""
    articles = {one.sentence.article.id: one.sentence.article for one in answer.passages}
    texts = (
        (number, store.replaced_texts(article, LONGEST_TEXT))
        for number, article in list(articles.items())[:MOST_ARTICLES]
    )
    older = {number: found for number, found in texts if found}
    return _annotated(answer, older) if older else answer


def _annotated(answer: Answer, older: Older) -> Answer:
    return replace(
        answer,
        passages=tuple(_with_rewording(one, older) for one in answer.passages),
        parts=tuple(_annotated(part, older) for part in answer.parts),
    )


def _with_rewording(passage: Passage, older: Older) -> Passage:
    texts = older.get(passage.sentence.article.id, ())
    return replace(passage, reworded=last_rewording(passage.sentence, texts)) if texts else passage
