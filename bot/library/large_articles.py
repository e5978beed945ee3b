"""Analyzes large articles in a thread, so that no answer has to wait for it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future

from corpus.article import Article
from retrieval.index.entry import entry
from retrieval.index.tail import Tail

LARGE = 20_000  # code points; if no two words are the same, it takes 60 ms to analyze them

Load = Callable[[Collection[int]], Mapping[int, Article]]  # current articles by position


class LargeArticles:
    """The large articles that are still to be added to the index, known by their positions.

    One at a time is analyzed, in ``thread``; it becomes a tail of its own.
    """

    def __init__(self, thread: Executor) -> None:
        self.thread = thread
        self._waiting: dict[int, None] = {}  # in order
        self._position: int | None = None  # of the article that is being analyzed
        self._work: Future[Tail] | None = None

    def without(
        self, positions: Iterable[int], most: int, load: Load
    ) -> Iterator[tuple[int, Article | None]]:
        """Yield up to ``most`` of the articles, or LARGE code points; keep the large ones.

        An article is None if it is gone.
        """
        others = [one for one in positions if one not in self._waiting and one != self._position]
        size = 0
        for position in others[:most]:
            article = load([position]).get(position)
            length = len(article.text) if article is not None else 0
            if length > LARGE:
                self._waiting[position] = None
            else:
                yield position, article
            size += length
            if size >= LARGE:
                return

    def forget(self, positions: Iterable[int]) -> None:
        """Forget articles that have changed or are gone."""
        for position in positions:
            self._waiting.pop(position, None)
            if position == self._position:
                self._position = None  # what the thread is doing is of no use any more

    def begin(self, load: Load) -> None:
        """Have the next article analyzed, unless one is."""
        while self._work is None and self._waiting:
            position = next(iter(self._waiting))
            article = load([position]).get(position)
            del self._waiting[position]
            if article is not None:
                self._position = position
                self._work = self.thread.submit(_tail_of, position, article)

    def take(self) -> Tail | None:
        """The article that has been analyzed, if there is one."""
        if self._work is None or not self._work.done():
            return None
        work, position = self._work, self._position
        self._work = self._position = None
        return work.result() if position is not None else None


def _tail_of(position: int, article: Article) -> Tail:
    tail = Tail()
    tail.add(position, article.collection, entry(article))
    return tail
