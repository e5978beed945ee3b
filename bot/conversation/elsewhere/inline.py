"""Inline mode: passages to choose from while a user types after the bot's name in any chat."""

import asyncio
import logging
from collections.abc import Hashable
from functools import partial

from telegram import InlineQuery, InlineQueryResultsButton, Update
from telegram.error import BadRequest, RetryAfter, TelegramError
from telegram.ext import InlineQueryHandler

from bot.conversation.access import Access
from bot.conversation.elsewhere.deep_links import question_payload
from bot.conversation.elsewhere.results import Answer, Results, answer_with, result_of
from bot.conversation.feature import Context, Feature
from bot.conversation.quotas import QuestionQuota, Verdict
from bot.delivery.limits.counting import Counting
from bot.delivery.limits.sign_limits import seconds_to_wait
from bot.library.library import Library
from bot.library.second_process import Responder
from bot.monitoring.metrics import Metrics
from bot.replies.commands import HELP
from bot.replies.elsewhere import (
    ASK_IN_PRIVATE,
    HOW_TO_TYPE,
    NOT_SERVED_ELSEWHERE,
    NOTHING_ID,
    TOO_FAST,
    lead_results,
    nothing_result,
    passage_results,
)
from bot.settings import Settings
from bot.wording.wording import Wording, spoken
from corpus.clock import Clock
from retrieval.asking.given import Given
from retrieval.asking.small_talk import talk_of

logger = logging.getLogger(__name__)

MOST_RESULTS = 10  # Telegram allows 50, which nobody would read
MOST_LEADS = 5  # shown before anything is typed
SHORTEST = 2  # letters and digits of a question
LONGEST = 256  # characters that Telegram lets one type
KEPT = 200  # questions whose results are kept
# Seconds for which Telegram may show the same results again without asking: results of a removed
# source disappear after that.
CACHE_TIME = 60
KEYSTROKES = 3  # queries for each question that a user may ask in a minute


class Inline:
    """Answers inline queries from the library alone, whoever asks.

    The results of the last questions are kept in memory until the library changes. Only queries
    without such results count towards the user's ``quota``, which is not that of questions:
    Telegram sends a query whenever the user stops typing for a moment. None is stored.
    """

    def __init__(
        self,
        library: Library,
        answering: Responder,
        access: Access,
        quota: QuestionQuota,
        clock: Clock,
    ) -> None:
        self._library = library
        self._answering = answering
        self._access = access
        self._quota = quota
        self._clock = clock
        self._version: Hashable = None
        self._kept: dict[tuple[str, str], Results] = {}  # by language and question
        self._turn = asyncio.Lock()
        self._waiting: dict[int, str] = {}  # the id of each user's latest query
        self._silent_until = 0.0  # by the loop's clock, at Telegram's request

    def feature(self) -> Feature:
        """What this adds to the bot."""
        return Feature(routes=[InlineQueryHandler(self.answer)])

    async def answer(self, update: Update, _: Context) -> None:
        """Show passages that answer what was typed so far."""
        query = update.inline_query
        if query is None or asyncio.get_running_loop().time() < self._silent_until:
            return
        if not self._access.is_served(query.from_user.id):
            await self._refuse(query, NOT_SERVED_ELSEWHERE)
            return
        question = " ".join(query.query[:LONGEST].split())
        results = () if _is_no_question(question) else self._known(question)
        if results is None:
            if self._quota.take(query.from_user.id) is not Verdict.ALLOWED:
                await self._refuse(query, TOO_FAST)
                return
            results = await self._in_turn(query, question)
        if results is not None:
            await self._show(query, question, results)

    async def _in_turn(self, query: InlineQuery, question: str) -> Results | None:
        """The results for a question, or None if its user has typed on meanwhile.

        One is looked for at a time, so that a question in a chat never waits for more than one.
        """
        user = query.from_user.id
        self._waiting[user] = query.id
        async with self._turn:
            if self._waiting.get(user) != query.id:
                return None
            del self._waiting[user]
            known = self._known(question)  # somebody else may have asked the same
            return (
                await self._found(question, query.get_bot().username) if known is None else known
            )

    def _known(self, question: str) -> Results | None:
        """The results kept for a question, unless the library has changed since."""
        sources = self._library.sources()
        version = (
            *(self._library.change, self._library.behind, self._library.encodes),
            *(sources.samples, self._clock().date()),
        )
        if version != self._version:
            self._version = version
            self._kept.clear()
        return self._kept.get((spoken(), question))

    async def _found(self, question: str, username: str) -> Results:
        """The results for a question, or for none, which are kept."""
        version, sources = self._version, self._library.sources()
        if question:
            given = Given(today=self._clock().date())
            answer = await self._answering.answer(question, sources, given, MOST_RESULTS)
            found = passage_results(answer, sources, username)[:MOST_RESULTS]
            if not found and answer.query:
                found = [nothing_result(answer, sources)]
        else:
            newest = sources.page(max(len(sources) - MOST_LEADS, 0), MOST_LEADS)
            found = list(lead_results(newest[::-1], sources, username))
        results = tuple(map(result_of, found))
        if version == self._version:
            while len(self._kept) >= KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[spoken(), question] = results
        return results

    async def _show(self, query: InlineQuery, question: str, results: Results) -> None:
        button = _button(question, results)
        # Otherwise, Telegram would show them to users who are not served or read another language.
        answer = partial(query.answer, cache_time=CACHE_TIME, is_personal=True, button=button)
        await self._answer(answer, results)

    async def _refuse(self, query: InlineQuery, words: Wording) -> None:
        button = InlineQueryResultsButton(str(words), start_parameter=HELP)
        await self._answer(
            partial(query.answer, cache_time=0, is_personal=True, button=button), ()
        )

    async def _answer(self, answer: Answer, results: Results) -> None:
        """Answer a query at once or never: its user types on."""
        try:
            await answer_with(answer, results)
        except BadRequest:  # it took too long
            pass
        except RetryAfter as error:
            self._silent_until = asyncio.get_running_loop().time() + seconds_to_wait(error)
        except TelegramError as error:
            logger.info("Could not answer an inline query: %s", error)


def inline_quota(settings: Settings, metrics: Metrics, counting: Counting) -> QuestionQuota:
    """Return the quota of inline queries that the settings allow."""
    per_minute = KEYSTROKES * settings.quotewire_questions_per_minute
    return QuestionQuota(per_minute, metrics, counting, "inline queries of")


def _button(question: str, results: Results) -> InlineQueryResultsButton | None:
    """The button above results, which opens the private chat; none above passages."""
    if not question or not results:
        return InlineQueryResultsButton(str(HOW_TO_TYPE), start_parameter=HELP)
    if results[0].id != NOTHING_ID:
        return None
    payload = question_payload(question) or HELP
    return InlineQueryResultsButton(str(ASK_IN_PRIVATE), start_parameter=payload)


def _is_no_question(typed: str) -> bool:
    """Whether something was typed that has no answer: too few letters, or small talk."""
    is_short = sum(map(str.isalnum, typed)) < SHORTEST
    return bool(typed) and (is_short or talk_of(typed) is not None)
