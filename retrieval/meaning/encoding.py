"""Turns articles into vectors."""

from collections.abc import Mapping
from itertools import accumulate, pairwise

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
    return meaning.sentences(_sentences(article))


def vectors_of_all(articles: Mapping[int, Article], meaning: Meaning) -> dict[int, Matrix] | None:
    """The same for each of several articles; encoding their sentences together is faster."""
    texts = {
        key: _sentences(article) if is_english(article) else []
        for key, article in articles.items()
    }
    every = [sentence for some in texts.values() for sentence in some]
    matrix = meaning.sentences(every) if every else NO_VECTORS
    if matrix is None:
        return None
    ends = accumulate(map(len, texts.values()), initial=0)
    return {
        key: matrix[start:end] for key, (start, end) in zip(texts, pairwise(ends), strict=True)
    }


def _sentences(article: Article) -> list[str]:
    return [article.text[start:end] for start, end in article.spans]


def is_english(article: Article) -> bool:
    """Whether an article is in English, which is the language that the model knows."""
    language = article.language or guess_language(article.text) or ""
    return language.partition("-")[0].casefold() == "en"
