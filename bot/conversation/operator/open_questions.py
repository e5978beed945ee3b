"""The command /unanswered: open questions, with buttons to dismiss them and to find a feed."""

import asyncio
from collections.abc import Sequence
from functools import partial

from telegram import CallbackQuery, Message, Update
from telegram.ext import CallbackQueryHandler

from bot.conversation.access import Access
from bot.conversation.chat_sources.feeds import Feeds
from bot.conversation.feature import Context, Feature, Response
from bot.conversation.operator.sites import Sites
from bot.conversation.presses import Presses, acknowledge, said_by
from bot.conversation.requests import Request
from bot.delivery.receipt import receipt_in_hand
from bot.delivery.send import edit, send
from bot.jobs.job import Done, Job, ShowProgress, Work
from bot.jobs.job_queue import JobQueue
from bot.replies.commands import UNANSWERED
from bot.replies.operator.open_questions import (
    DISMISSED,
    DISMISSES,
    FINDS,
    FOLLOWS,
    GONE,
    NOT_KEPT,
    TURN_PAGE,
    feeds_reply,
    key_of,
    open_questions_reply,
)
from bot.replies.reply import Reply
from corpus.store.database.retrying import when_free
from corpus.store.unanswered import Unanswered
from corpus.web.pages import is_url
from retrieval.asking.alike_questions import Group, grouped

MOST = 2000  # questions that are grouped; "quotewire unanswered" groups all of them
KEY = r"([0-9a-f]{16})"
PAGE = rf"^{TURN_PAGE}:([0-9]{{1,6}})\Z"
DISMISS = rf"^{DISMISSES}:{KEY}:([0-9]{{1,6}})\Z"
FIND = rf"^{FINDS}:{KEY}\Z"
FOLLOW = rf"^{FOLLOWS}:(https?://[^\s/]+)\Z"


class OpenQuestions:
    """Shows operators the questions without a good answer, unless ``unanswered`` is None.

    ``Responses`` turns away others who send the command; presses are checked here.
    """

    def __init__(
        self,
        unanswered: Unanswered | None,
        sites: Sites,
        feeds: Feeds,
        access: Access,
        presses: Presses,
        jobs: JobQueue,
    ) -> None:
        self._unanswered = unanswered
        self._sites = sites
        self._feeds = feeds
        self._access = access
        self._presses = presses
        self._jobs = jobs

    def feature(self) -> Feature:
        """The command and its buttons."""
        return Feature(
            {UNANSWERED: self.show},
            (
                CallbackQueryHandler(self.turn_page, pattern=PAGE),
                CallbackQueryHandler(self.dismiss, pattern=DISMISS),
                CallbackQueryHandler(self.find_feed, pattern=FIND),
                CallbackQueryHandler(self.follow, pattern=FOLLOW),
            ),
        )

    async def show(self, _: Message, __: Request) -> Response:
        """Show the first page."""
        if self._unanswered is None:
            return Response(Reply(str(NOT_KEPT)))
        return Response(open_questions_reply(await self._groups()))

    async def turn_page(self, update: Update, context: Context) -> None:
        """Show another page in the same message."""
        pressed = await self._pressed(update, context)
        if pressed is None:
            return
        query, shown, (page,) = pressed
        await acknowledge(query)
        await edit(shown, open_questions_reply(await self._groups(), int(page)))

    async def dismiss(self, update: Update, context: Context) -> None:
        """Delete a group of questions, and show the others in the same message."""
        pressed = await self._pressed(update, context)
        if pressed is None or self._unanswered is None:
            return
        query, shown, (key, page) = pressed
        group = _find(await self._groups(), key)
        if group is not None:
            await when_free(partial(self._unanswered.dismiss, frozenset(group.questions)))
        await acknowledge(query, str(DISMISSED if group else GONE))
        await edit(shown, open_questions_reply(await self._groups(), int(page)))

    async def find_feed(self, update: Update, context: Context) -> None:
        """Look for feeds on the sites of the sources closest to a question."""
        pressed = await self._pressed(update, context)
        if pressed is None:
            return
        query, shown, (key,) = pressed
        group = _find(await self._groups(), key)
        await acknowledge(query, None if group else str(GONE))
        if group is not None:
            find = partial(self._find, group.questions[0])
            await self._work(update, query, shown, Work(find, is_limited=False))

    async def follow(self, update: Update, context: Context) -> None:
        """Follow the feed of a site."""
        pressed = await self._pressed(update, context)
        if pressed is None:
            return
        query, shown, (site,) = pressed
        await acknowledge(query)
        if is_url(site):
            work = self._feeds.follow_for(shown.chat, query.from_user.id, site)
            await self._work(update, query, shown, work)

    async def _pressed(
        self, update: Update, context: Context
    ) -> tuple[CallbackQuery, Message, tuple[str, ...]] | None:
        """The press, its message and what its data says, if an operator pressed in private."""
        pressed = await self._presses.pressed(update)
        if pressed is None:
            return None
        query, shown = pressed
        if not self._access.is_operators(shown.chat) or self._unanswered is None:
            await acknowledge(query)
            return None
        return query, shown, said_by(context)

    async def _work(
        self, update: Update, query: CallbackQuery, shown: Message, work: Work | Reply
    ) -> None:
        """Queue slow work, whose answer replies to the message with the button."""
        if isinstance(work, Work):
            job = Job(update, shown, receipt_in_hand(), work, query.from_user.id)
            refusal = self._jobs.submit(job)
        else:
            refusal = work
        if refusal is not None:
            await send(shown, refusal)

    async def _find(self, question: str, _: ShowProgress) -> Done:
        return Done(feeds_reply(question, await self._sites.with_feeds(question)))

    async def _groups(self) -> list[Group]:
        """The latest open questions, grouped in a thread, because that takes up to a second."""
        if self._unanswered is None:
            return []
        return await asyncio.to_thread(grouped, self._unanswered.questions()[-MOST:])


def _find(groups: Sequence[Group], key: str) -> Group | None:
    """The group that has a question with this key; it may have grown since it was shown."""
    keyed = ((key_of(question), group) for group in groups for question in group.questions)
    return next((group for one, group in keyed if one == key), None)
