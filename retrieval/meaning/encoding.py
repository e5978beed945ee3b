"""Turns articles into vectors."""

import numpy as np

from corpus.article import Article
from corpus.sentences.language import guess_language
from retrieval.meaning.meaning import DIMENSIONS, Matrix, Meaning

NO_VECTORS = np.empty((0, DIMENSIONS), np.float32)


def vectors_of(article: Article, meaning: Meaning) -> Matrix | None:
    """The vectors of an article's sentences; none if it is not in English.

    The result is None if the model cannot be used.
    """
    if not is_english(article):
        return NO_VECTORS
    return meaning.sentences([article.text[start:end] for start, end in article.spans])


def is_english(article: Article) -> bool:
    """Whether an article is in English, which is the language that the model knows."""
    language = article.language or guess_language(article.text) or ""
    return language.partition("-")[0].casefold() == "en"
