"""The articles that a question may be answered from, numbered as the reader sees them."""

from dataclasses import dataclass
from functools import cached_property

from corpus.article import Article

LONGEST_NUMBER = 9  # digits; what is longer is an id, or nonsense


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

    def find(self, reference: str) -> Article | None:
        """The article that a number such as ``3``, or an article's id, stands for."""
        if reference.isascii() and reference.isdigit() and len(reference) <= LONGEST_NUMBER:
            number = int(reference)
            return self.articles[number - 1] if 0 < number <= len(self.articles) else None
        return next((article for article in self.articles if article.id == reference), None)
