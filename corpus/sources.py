"""The articles that a question may be answered from, numbered as the reader sees them."""

from dataclasses import dataclass
from functools import cached_property

from corpus.article import LIBRARY, Article

LONGEST_NUMBER = 9  # digits; what is longer is an id, or nonsense
OWN = "C"  # before the number of an article of the chat's own


@dataclass(frozen=True)
class Sources:
    """Articles in the order in which they were added: the chat's own, then the library's.

    An article keeps its number when others go. ``samples`` is true while these are the
    bundled sample articles.
    """

    articles: tuple[Article, ...]
    samples: bool = False

    @cached_property
    def scope(self) -> frozenset[str]:
        """The articles' ids: where a search may look."""
        return frozenset(self._numbers)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        places = enumerate(self.articles, 1)
        return {article.id: article.number or place for place, article in places}

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {
            article.id: f"{'' if article.collection == LIBRARY else OWN}{self.number(article)}"
            for article in self.articles
        }

    @cached_property
    def _by_label(self) -> dict[str, Article]:
        return {self._labels[article.id]: article for article in self.articles}

    def number(self, article: Article) -> int:
        """The article's number in its collection, from 1.

        Raises:
            KeyError: The article is not among these sources.
        """
        return self._numbers[article.id]

    def label(self, article: Article) -> str:
        """What the reader knows the article by: "3", or "C3" where it is the chat's own.

        Raises:
            KeyError: The article is not among these sources.
        """
        return self._labels[article.id]

    def find(self, reference: str) -> Article | None:
        """The article that a label such as ``3``, ``[C3]`` or ``#3``, or an id, stands for."""
        reference = reference.strip("[]#. ")
        whose = OWN if reference[:1].upper() == OWN else ""
        digits = reference[len(whose) :]
        if digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER:
            found = self._by_label.get(f"{whose}{int(digits)}")
            if found is not None:
                return found
        return next((article for article in self.articles if article.id == reference), None)
