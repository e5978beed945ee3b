"""/digest: what came in, sent at a time of day."""

import asyncio
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from telegram import Bot, Message

from bot.conversation.access import Access
from bot.conversation.feature import Feature, Response
from bot.conversation.requests import Request
from bot.conversation.standing.delivery import (
    AT_ONCE,
    LONG_PAUSE,
    Outcome,
    Pauses,
    deliver,
    finish,
    succeeds,
)
from bot.conversation.standing.news import News
from bot.conversation.standing.schedule import Schedule, next_time, read_schedule
from bot.delivery.speaking_to import speaking_to
from bot.library.library import Library
from bot.monitoring.supervisor import BackgroundJob
from bot.replies import commands
from bot.replies.chat_sources.own_sources import ADMINS_ONLY
from bot.replies.reply import Reply
from bot.replies.standing.digest import (
    NONE_SET,
    NOT_UNDERSTOOD,
    OFF,
    TO_END,
    how_to_set,
    set_words,
    state_words,
)
from bot.replies.standing.news import STOP, news_reply, time_label
from bot.replies.standing.watching import UNSERVED
from bot.wording.wording import spoken
from corpus.clock import Clock
from corpus.store.chats.digests import LONGEST, Digest, Digests
from corpus.store.chats.languages import ChatLanguages
from corpus.store.database.retrying import when_free

ROUND = 15.0  # seconds between two looks for what is due
LATEST = 6 * 3600  # seconds after its time that a digest is still sent
PAUSE = 0.05  # seconds between two chats, for answers
ENDING = frozenset({"off", "stop", "none", "never", "no"})


class DigestNews:
    """Keeps the digests of chats, and sends them; in a group, only administrators set them.

    That a digest is due no more is stored before it is sent, so that it never comes twice.
    """

    def __init__(
        self, library: Library, access: Access, news: News, zone: ZoneInfo, clock: Clock
    ) -> None:
        self._library = library
        self._access = access
        self._news = news
        self._digests = Digests(library.store.database)
        self._languages = ChatLanguages(library.store.database)
        self._zone = zone
        self._clock = clock
        self._pauses = Pauses()

    def feature(self) -> Feature:
        """The command, and the work of sending."""
        return Feature({commands.DIGEST: self.digest}, jobs=self._jobs)

    def _jobs(self, bot: Bot) -> list[BackgroundJob]:
        return [BackgroundJob("digests", partial(self.keep_sending, bot))]

    async def digest(self, message: Message, request: Request) -> Response:
        """Set the chat's digest, end it, or say when it comes."""
        return Response(Reply(await self._changed(message, request.words)))

    async def keep_sending(self, bot: Bot) -> None:
        """Send what is due every ROUND seconds, until cancelled."""
        while True:
            await self.send_due(bot)
            await asyncio.sleep(ROUND)

    async def send_due(self, bot: Bot) -> None:
        """Send what is due, to a few chats at a time.

        Raises:
            CorpusError: The database cannot be used.
        """
        found = self._digests.due(int(self._clock().timestamp()))
        due = [digest for digest in found if not self._pauses.holds(digest.chat)]
        if not due or not self._news.upto().whole:
            return
        few = asyncio.Semaphore(AT_ONCE)

        async def in_turn(digest: Digest) -> None:
            async with few:
                with speaking_to(self._languages, digest.chat):
                    if not await succeeds(finish(self._send(bot, digest))):
                        self._pauses.begin(digest.chat, LONG_PAUSE)
                await asyncio.sleep(PAUSE)

        await asyncio.gather(*map(in_turn, due))

    async def _changed(self, message: Message, words: str) -> str:
        """The text of the reply to a command, once it is carried out."""
        chat, zone = message.chat_id, self._zone.key
        if not words:
            known = self._digests.of_chat(chat)
            if known is None:
                return how_to_set(NONE_SET, zone)
            return state_words(known.minute, known.weekday, zone)
        if not await self._access.author_may_change(message):
            return str(ADMINS_ONLY)
        if words.lower() in ENDING:
            ended = await when_free(partial(self._digests.end, chat))
            return str(OFF) if ended else how_to_set(NONE_SET, zone)
        schedule = read_schedule(words)
        if schedule is None:
            return how_to_set(NOT_UNDERSTOOD, zone)
        if not self._access.is_served(chat):
            return str(UNSERVED)
        thread = message.message_thread_id if message.is_topic_message else None
        await self._set(chat, thread, schedule)
        return set_words(*schedule, zone)

    async def _set(self, chat: int, thread: int | None, schedule: Schedule) -> None:
        """Store a digest; what has come in since the last one still belongs to it."""
        now = self._clock()
        known = self._digests.of_chat(chat)
        since = known.since if known else int(now.timestamp())
        position = known.position if known else self._news.arrivals.last()
        due = int(next_time(schedule, now, self._zone).timestamp())
        digest = Digest(chat, thread, *schedule, due, position, since)
        await when_free(partial(self._digests.put, digest))
        await when_free(partial(self._languages.hear, chat, spoken()))

    async def _send(self, bot: Bot, digest: Digest) -> None:
        if not self._access.is_served(digest.chat):
            await when_free(partial(self._digests.end, digest.chat))
            return
        now = self._clock()
        late = now.timestamp() - digest.due
        after = datetime.fromtimestamp(digest.due, UTC) if -LONGEST <= late < 0 else now
        schedule = Schedule(digest.minute, digest.weekday)
        due = int(next_time(schedule, after, self._zone).timestamp())
        if not -LONGEST <= late <= LATEST:  # it comes with the next one
            await when_free(partial(self._digests.change, digest, digest._replace(due=due)))
            return
        upto = self._news.upto()
        reply = await self._reply(digest, upto.position)
        sent = digest._replace(due=due, position=upto.position, since=int(now.timestamp()))
        if not await when_free(partial(self._digests.change, digest, sent)) or reply is None:
            return
        outcome, _, pause = await deliver(bot, digest.chat, digest.thread, reply)
        if outcome is Outcome.GONE:
            await when_free(partial(self._digests.end, digest.chat))
        elif outcome is Outcome.FAILED:
            self._pauses.begin(digest.chat, pause)
            await when_free(partial(self._digests.change, sent, digest))

    async def _reply(self, digest: Digest, upto: int) -> Reply | None:
        """The digest; None if nothing came in."""
        sources = self._library.sources(self._access.collection_of(digest.chat))
        answer = await self._news.leads(sources, range(digest.position + 1, upto + 1))
        if answer is None:
            return None
        since = time_label(datetime.fromtimestamp(digest.since, UTC), self._zone)
        return news_reply(answer, sources, since, end=STOP.format(off=TO_END))
