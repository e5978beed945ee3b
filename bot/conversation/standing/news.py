"""What the articles that came in begin with."""

from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from bot.library.library import Library
from bot.library.second_process import Responder
from corpus.clock import Clock
from corpus.store.articles.arrivals import Arrivals
from corpus.store.sources import Sources
from retrieval.answer import Answer, Passage, View
from retrieval.asking.given import Filters, Given

AT_FIRST = timedelta(days=1)  # how far a chat looks back that has never asked
NEWS = "latest news"
NEWS_ABOUT = "latest on {topic}"


class Upto(NamedTuple):
    """The last position that came in; it is not whole while some are not in the index yet."""

    position: int
    whole: bool


class News:
    """Finds the lead of each article that came in, newest first."""

    def __init__(self, library: Library, answering: Responder, clock: Clock) -> None:
        self._library = library
        self._answering = answering
        self._clock = clock
        self.arrivals = Arrivals(library.store.database)

    def upto(self) -> Upto:
        """How far articles have come in, now that those of other processes are picked up."""
        last = self.arrivals.last()
        self._library.sources()
        return Upto(last, not self._library.behind)

    async def leads(self, sources: Sources, positions: range, topic: str = "") -> Answer | None:
        """The first articles' leads, one each, with the number of further ones; None if none.

        With a topic, they are those of articles about it.
        """
        if sources.samples or not self.arrivals.any_in(sources.scope, positions):
            return None
        question = NEWS_ABOUT.format(topic=topic) if topic else NEWS
        given = Given(today=self._clock().date(), only=Filters(keys=positions))
        answer = await self._answering.answer(question, sources, given)
        if not answer.found or answer.view is View.SENTENCES:
            return None
        first: dict[str, Passage] = {}
        for passage in answer.passages:
            first.setdefault(passage.sentence.article.id, passage)
        return replace(answer, passages=tuple(first.values()))
