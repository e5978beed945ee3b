"""Finds out which standing questions the articles that came in answer.

The articles are checked in batches, each question by itself and with pauses, so that answers do
not wait. How far they were checked is stored once all questions were asked of a batch: whatever
stops the bot, a batch is checked again rather than left out.
"""

import asyncio
from dataclasses import replace
from time import perf_counter

from bot.conversation.access import Access
from bot.conversation.standing.delivery import succeeds
from bot.library.library import Library
from bot.library.second_process import Responder
from corpus.article import LIBRARY
from corpus.clock import Clock
from corpus.store.articles.arrivals import Arrivals, Batch
from corpus.store.chats.standing_questions import StandingQuestion, StandingQuestions
from corpus.store.database.retrying import when_free
from retrieval.answer import Answer, Band, Passage, Turn
from retrieval.asking.given import ANY_ARTICLE, Filters, Given

AT_ONCE = 100  # articles that are asked together
SHARE = 4  # the part of the time that checking takes: a fourth
SHORTEST_PAUSE = 0.002  # seconds
PATIENCE = 60.0  # seconds to wait for vectors of the articles


class Incoming:
    """Checks the articles that came in, by whatever process they were added."""

    def __init__(
        self,
        library: Library,
        answering: Responder,
        access: Access,
        questions: StandingQuestions,
        clock: Clock,
    ) -> None:
        self._library = library
        self._answering = answering
        self._access = access
        self._questions = questions
        self._arrivals = Arrivals(library.store.database)
        self._clock = clock
        self._waits: tuple[int, float] = (0, 0.0)  # for vectors: of which batch, and since when

    async def check(self) -> bool:
        """Check the next articles, if they are in the index; return whether any were checked.

        Raises:
            CorpusError: The database cannot be used.
        """
        batch = self._arrivals.after(self._questions.checked(), AT_ONCE)
        if batch is None or not self._is_ready(batch):
            return False
        waiting = self._questions.waiting()
        last = batch.positions[-1] if waiting else self._indexed()
        for question in waiting:
            await succeeds(self._ask(question, batch))
        await when_free(lambda: self._questions.mark_checked(last))
        return True

    async def answer(self, question: StandingQuestion, positions: range) -> Answer | None:
        """The answer to a question, if the best is from articles at these positions, and sure.

        They are searched alone first, which finds nothing for most questions. What is found there
        is judged as an answer from all of the chat's sources.
        """
        sources = self._library.sources(self._access.collection_of(question.chat))
        if sources.samples:
            return None
        before = Turn(question.before) if question.before else None
        given = Given(before, self._clock().date(), Filters(keys=positions))
        alone = await self._answering.answer(question.question, sources, given)
        if not alone.found:
            return None
        among_all = replace(given, only=ANY_ARTICLE)
        answer = await self._answering.answer(question.question, sources, among_all)
        return _from(answer, positions)

    async def _ask(self, question: StandingQuestion, batch: Batch) -> None:
        collections = {LIBRARY, self._access.collection_of(question.chat)}
        if collections.isdisjoint(batch.collections):
            return
        start = perf_counter()
        if await self.answer(question, batch.positions):
            found = batch.positions
            await when_free(lambda: self._questions.mark_found(question.number, found))
        spent = perf_counter() - start
        await asyncio.sleep(max(SHORTEST_PAUSE, (SHARE - 1) * spent))

    def _is_ready(self, batch: Batch) -> bool:
        """Whether the articles can be searched, if possible by their meaning."""
        self._library.sources()  # picks up what other processes added
        if self._library.behind:
            return False
        if self._library.meaning is None or not self._library.without_vectors:
            return True
        if not any(position in batch.positions for position in self._library.lacking()):
            return True
        now = asyncio.get_running_loop().time()
        if self._waits[0] != batch.positions[0]:
            self._waits = batch.positions[0], now
        return now - self._waits[1] >= PATIENCE

    def _indexed(self) -> int:
        """The last position, which is in the index by now: nothing waits, so nothing is missed."""
        last = self._arrivals.last()
        self._library.sources()
        return self._questions.checked() if self._library.behind else last


def _from(answer: Answer, positions: range) -> Answer | None:
    """The answer without passages of other articles; None if unsure, or its best one is such."""
    if answer.band is not Band.SURE or answer.elsewhere or answer.parts:
        return None
    if not _is_at(answer.passages[0], positions):
        return None
    return replace(answer, passages=tuple(p for p in answer.passages if _is_at(p, positions)))


def _is_at(passage: Passage, positions: range) -> bool:
    return passage.place is not None and passage.place[0] in positions
