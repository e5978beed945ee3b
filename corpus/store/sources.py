"""The articles that a chat's questions are answered from, with the numbers shown to readers."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial

from corpus.article import LIBRARY, Article
from corpus.store.articles.current import Order
from corpus.store.store import Store
from corpus.store.subscriptions import Page

LONGEST_NUMBER = 9  # digits; anything longer may be an id
OWN = "C"  # prefix of the numbers of the chat's own articles
AT_ONCE = 100  # articles read from the store at a time

Listed = Callable[[str, int, int], list[Article]]  # of a collection, from where on and how many


class Sources:
    """The articles of a chat's collection, then those of the library, in order of number.

    An article keeps its number when others are removed. ``samples`` is true for the bundled
    sample articles. The counts are read once and cached, the articles on every access.
    """

    def __init__(self, store: Store, collection: str = LIBRARY, *, samples: bool = False) -> None:
        self._store = store
        self.collection = collection
        self._collections = tuple(dict.fromkeys((collection, LIBRARY)))
        self.scope = frozenset(self._collections)
        self.samples = samples

    @cached_property
    def _counts(self) -> list[int]:
        return [self._store.count(one) for one in self._collections]

    def __len__(self) -> int:
        return sum(self._counts)

    def __bool__(self) -> bool:
        return any(map(self._store.holds_any, self._collections))

    def __contains__(self, article: Article) -> bool:
        return article.collection in self.scope

    def __iter__(self) -> Iterator[Article]:
        for start in range(0, len(self), AT_ONCE):
            yield from self.page(start, AT_ONCE)

    @property
    def own(self) -> int:
        """The number of the chat's own articles."""
        return self._counts[0] if len(self._counts) > 1 else 0

    def page(self, start: int, count: int) -> list[Article]:
        """Up to ``count`` articles, skipping the first ``start``."""
        sizes = dict(zip(self._collections, self._counts, strict=True))
        return _across(sizes, start, count, self._store.listed)

    def newest(self, start: int, count: int) -> list[Article]:
        """Up to ``count`` articles, the chat's own first, newest first in each collection."""
        sizes = dict(zip(self._collections, self._counts, strict=True))
        return _across(
            sizes, start, count, partial(self._store.listed, order=Order(newest_first=True))
        )

    @cached_property
    def publishers(self) -> dict[str, int]:
        """The number of articles of each publisher, most first; "" for those without one."""
        counts = sum(map(Counter, self._by_collection.values()), Counter[str]())
        return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0].casefold())))

    def published_by(self, publisher: str, start: int, count: int) -> list[Article]:
        """Up to ``count`` articles of a publisher, in the order of ``newest``."""
        sizes = {name: found.get(publisher, 0) for name, found in self._by_collection.items()}
        order = Order(newest_first=True, publisher=publisher)
        return _across(sizes, start, count, partial(self._store.listed, order=order))

    @cached_property
    def _by_collection(self) -> dict[str, dict[str, int]]:
        return {one: self._store.publishers(one) for one in self._collections}

    def at(self, positions: Sequence[int]) -> list[Article]:
        """The articles at these positions of the store, in their order."""
        found = self._store.at(positions)
        return [found[one] for one in positions if one in found and found[one] in self]

    def number(self, article: Article) -> int:
        """The article's number in its collection, from 1.

        Raises:
            KeyError: The article is not stored.
        """
        if article.number is None:
            stored = self._store.article(article.id)
            if stored is None:
                raise KeyError(article.id)
            return stored.number or 0
        return article.number

    def label(self, article: Article) -> str:
        """The article's number as shown: "3" in the library, "C3" if it is the chat's own."""
        return f"{'' if article.collection == LIBRARY else OWN}{self.number(article)}"

    def unreadable(self, article: Article) -> Page | None:
        """The page that the article was fetched from, if it can no longer be read."""
        return self._store.subscriptions.unreadable(article.collection, article.number)

    def find(self, reference: str) -> Article | None:
        """The article with this id, or with a label such as ``3``, ``[C3]`` or ``#3``."""
        reference = reference.strip("[]#. ")
        prefix = OWN if reference[:1].upper() == OWN else ""
        digits = reference[len(prefix) :]
        if digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER:
            collection = self._collections[0] if prefix else LIBRARY
            found = self._store.numbered(collection, int(digits))
            if found is not None and bool(prefix) == (collection != LIBRARY):
                return found
        by_id = self._store.article(reference)
        return by_id if by_id is not None and by_id in self else None


def _across(sizes: Mapping[str, int], start: int, count: int, listed: Listed) -> list[Article]:
    """Up to ``count`` articles of collections of these sizes, skipping the first ``start``."""
    found: list[Article] = []
    for collection, size in sizes.items():
        if start < size and len(found) < count:
            found += listed(collection, start, count - len(found))
        start = max(start - size, 0)
    return found
