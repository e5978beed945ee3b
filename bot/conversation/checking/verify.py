"""Checks the quotes of an answer at their sources: /verify. It changes nothing in the store."""

import asyncio
from collections.abc import Collection, Sequence
from functools import partial

from telegram import Message

from bot.conversation.access import Access
from bot.conversation.chat_sources.own_sources import OwnSources
from bot.conversation.checking.visits import Visits
from bot.conversation.feature import Feature
from bot.conversation.requests import Request, is_by, message_replied_to
from bot.conversation.shown.asked_again import AskedAgain
from bot.conversation.shown.quotes import MOST_SENTENCES, sentences_in
from bot.delivery.limits.counting import Counting
from bot.delivery.shown import reply_of
from bot.jobs.job import Done, ShowProgress, Work
from bot.library.library import Library
from bot.replies.checking.verified import (
    CHECKING,
    NO_QUOTES,
    NOTHING_TO_VERIFY,
    checked_quote,
    quoted_in,
    verified_reply,
)
from bot.replies.commands import VERIFY
from bot.replies.reply import Reply
from corpus.article import Sentence
from corpus.clock import Clock
from corpus.store.sources import Sources
from corpus.web.quoted_pages import address_of, fetch_quoted

MOST_SHORT = 2  # pages; reading more is long work


class Verify:
    """Fetches the pages of an answer's articles, and looks for the quotes there.

    ``trusted`` are hosts to fetch from even though they are not public.
    """

    def __init__(
        self,
        library: Library,
        access: Access,
        own_sources: OwnSources,
        again: AskedAgain,
        trusted: Collection[str],
        clock: Clock,
        counting: Counting,
    ) -> None:
        self._library = library
        self._access = access
        self._own_sources = own_sources
        self._again = again
        self._trusted = trusted
        self._clock = clock
        self._visits = Visits(counting)

    def feature(self) -> Feature:
        """The command /verify."""
        return Feature(slow={VERIFY: self.verify})

    async def verify(self, message: Message, _: Request) -> Work | Reply:
        """Return the work of checking the answer that a message means, or why there is none."""
        sources = self._own_sources.sources(message.chat)
        replied = message_replied_to(message)
        is_ours = replied is not None and is_by(replied, message.get_bot().bot)
        if replied is not None and is_ours:
            quoted = sentences_in(reply_of(replied), sources, self._library.store)
        else:
            quoted = await self._sentences_answering(message, sources)
        if not quoted:
            return Reply(str(NO_QUOTES if is_ours else NOTHING_TO_VERIFY))
        subscriptions = self._library.store.subscriptions
        pages = set(filter(None, (address_of(one.article, subscriptions) for one in quoted)))
        is_limited = not self._access.adds_to_library(message.chat)
        work = partial(self._verify, quoted, sources)
        return Work(work, is_short=len(pages) <= MOST_SHORT, is_limited=is_limited)

    async def _sentences_answering(self, message: Message, sources: Sources) -> list[Sentence]:
        """The sentences that answer the question that a message means."""
        asked = self._again.question_meant(message)
        if asked is None:
            return []
        answer = await self._again.answer(asked, sources)
        return quoted_in(answer)[:MOST_SENTENCES]

    async def _verify(
        self, quoted: Sequence[Sentence], sources: Sources, show: ShowProgress
    ) -> Done:
        """Check sentences, calling ``show`` with the progress to display."""
        show(str(CHECKING))
        store = self._library.store
        articles = [one.article for one in quoted]
        pages, size = await fetch_quoted(
            articles, store.subscriptions, self._trusted, self._visits.may_visit
        )
        checked = []
        for one in quoted:
            checked.append(checked_quote(one, pages, store))
            await asyncio.sleep(0)  # lets questions be answered in between
        return Done(verified_reply(checked, sources, self._clock().date()), size)
