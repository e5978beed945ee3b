"""Turns articles into vectors."""

from collections.abc import Callable, Mapping
from itertools import accumulate, pairwise

import numpy as np

from corpus.article import Article
from corpus.languages.telling import guess_language
from retrieval.meaning.meaning import DIMENSIONS, Matrix, Meaning

SLICE = 48  # sentences; encoding them takes a tenth of a second
SHORT = 500  # characters; the common words of English show in nearly every longer text
ENGLISH = ("en", "eng", "english")
NO_VECTORS = np.empty((0, DIMENSIONS), np.float32)


def vectors_of(article: Article, meaning: Meaning) -> Matrix | None:
    """The vectors of an article's sentences; none if it is not in English.

    The result is None if the model cannot be used.
    """
    if not is_english(article):
        return NO_VECTORS
    return meaning.sentences(_sentences(article))


def vectors_of_all(
    articles: Mapping[int, Article], meaning: Meaning, stops: Callable[[], bool] | None = None
) -> dict[int, Matrix] | None:
    """The same for each of several articles; encoding their sentences together is faster.

    If ``stops``, which is called after every SLICE sentences, returns true, the articles that are
    not finished are left out.
    """
    texts = {
        key: _sentences(article) if is_english(article) else []
        for key, article in articles.items()
    }
    every = [sentence for some in texts.values() for sentence in some]
    found = [NO_VECTORS]
    step = SLICE if stops else max(len(every), 1)
    for start in range(0, len(every), step):
        if stops is not None and stops():
            break
        some = meaning.sentences(every[start : start + step])
        if some is None:
            return None
        found.append(some)
    matrix = np.concatenate(found)
    ends = accumulate(map(len, texts.values()), initial=0)
    return {
        key: matrix[start:end]
        for key, (start, end) in zip(texts, pairwise(ends), strict=True)
        if end <= len(matrix)
    }


def _sentences(article: Article) -> list[str]:
    return [article.text[start:end] for start, end in article.spans]


def is_english(article: Article) -> bool:
    """Whether an article is in English, which is the language that the model knows.

    Its words decide, because pages often name a language that is not theirs; if they do not show
    it, what the page says. Without either, a short text in plain letters counts as English.
    """
    language = guess_language(article.text) or article.language
    if not language:
        letters = "".join(filter(str.isalpha, article.text[: SHORT + 1]))
        return len(article.text) <= SHORT and bool(letters) and letters.isascii()
    return language.replace("_", "-").partition("-")[0].strip().casefold() in ENGLISH
