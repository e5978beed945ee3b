"""What the index keeps of an article."""

from collections.abc import Sequence
from typing import NamedTuple

from corpus.article import Article
from retrieval.index.sections import split_sections
from retrieval.words.analysis import analysis_for


class Entry(NamedTuple):
    """An article's terms.

    ``sentences`` are the terms of each sentence, in order; ``title`` those of the title, which
    count in no score; ``sections`` the numbers of the sentences, from 0, that begin sections.
    """

    sentences: Sequence[Sequence[str]]
    title: Sequence[str] = ()
    sections: Sequence[int] = (0,)


def entry(article: Article) -> Entry:
    """The entry of an article."""
    terms = analysis_for(article.language).terms
    return Entry(
        sentences=[terms(article.text[start:end]) for start, end in article.spans],
        title=terms(article.title),
        sections=[section.start for section in split_sections(article)],
    )
