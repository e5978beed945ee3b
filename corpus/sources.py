"""The articles that a question may be answered from, numbered as the reader sees them."""

from dataclasses import dataclass
from functools import cached_property

from corpus.article import Article


@dataclass(frozen=True)
class Sources:
    """Articles in the order in which they were added; the first is number 1.

    ``samples`` is true while these are the bundled sample articles.
    """

    articles: tuple[Article, ...]
    samples: bool = False

    @cached_property
    def scope(self) -> frozenset[str]:
        """The articles' ids: where a search may look."""
        return frozenset(self._numbers)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {article.id: number for number, article in enumerate(self.articles, 1)}

    def number(self, article: Article) -> int:
        """The number that the reader knows the article by, from 1.

        Raises:
            KeyError: The article is not among these sources.
        """
        return self._numbers[article.id]
