"""One bot alone, or one of several over one PostgreSQL."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING, Protocol

from bot.updates.dispatch import Dispatch
from bot.updates.sharing.leadership import Duties, Leadership
from bot.updates.sharing.shared_inbox import SharedInbox
from corpus.errors import CorpusError, DatabaseError

if TYPE_CHECKING:
    from corpus.store.bots.session import Session  # imports psycopg, which may be missing

logger = logging.getLogger(__name__)

LOOK = 1.0  # seconds between two looks for what others left, and for the lead
GRACE = 2.0  # seconds in which a bot that lost its connection can come back and keep its updates
STALE = 4.0  # seconds without the database after which this bot takes no part
OWN_NUMBER = 9.0  # seconds after which the server has noticed that an old connection is gone
RETRY = 0.2  # seconds
MOST_RUNNING = 16  # updates being handled at once; further ones are left to other bots
MOST_HELD = 1000  # updates; some wait for their chats' limits
CHATS_AT_ONCE = 4
PATIENCE = 2.0  # seconds at the end
UNREACHED = "This bot has no connection to the other bots."


class Bots(Protocol):
    """This bot among those over one database."""

    @property
    def number(self) -> int:
        """This bot's number, which no other one has."""

    @property
    def leads(self) -> bool:
        """Whether this bot does what one does for all."""

    def broken(self) -> str | None:
        """A sentence if this bot can do nothing now."""

    def running(self) -> AbstractAsyncContextManager[None]:
        """Take part; at the end, leave everything to the others."""

    async def lead(self, duties: Duties) -> None:
        """Do the duties of the one that leads whenever that is this bot."""


class OneBot:
    """The only bot: it always leads, and handles everything."""

    number = 1
    leads = True

    def broken(self) -> str | None:
        """Nothing can be wrong."""
        return None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Do nothing."""
        yield

    async def lead(self, duties: Duties) -> None:
        """Do the duties."""
        await duties()


class Memory(Protocol):
    """What is kept of chats in memory."""

    def be_bot(self, number: int) -> None:
        """Be that one of several bots."""

    def refresh(self, chats: Collection[int]) -> None:
        """Learn what other bots have stored of some chats."""

    def learn(self) -> None:
        """Learn what other bots have stored lately."""


class SeveralBots:
    """One of several bots: it takes updates from the inbox that they share, and may lead.

    Its connection shows the others that it lives. While that is lost, it takes nothing, begins
    nothing and does not lead. ``token`` is a number that only bots with its token have. ``scrub``
    is called when another bot has removed articles.
    """

    def __init__(
        self,
        location: str,
        token: int,
        dispatch: Dispatch,
        inbox: SharedInbox,
        memory: Memory,
        scrub: Callable[[], None],
    ) -> None:
        self.number = 0  # not known yet
        self._location = location
        self._token = token
        self._dispatch = dispatch
        self._inbox = inbox
        self._memory = memory
        self._scrub = scrub
        self._asks_to_scrub = False
        self._leadership = Leadership()
        self._wake = asyncio.Event()
        self._stale: asyncio.TimerHandle | None = None
        self._lacks_room = False
        self._dead: dict[int, float] = {}  # since when, by the bot's number
        inbox.freed = self._note_room
        inbox.is_cut_off = inbox.is_refused = True  # until the others are known

    @property
    def leads(self) -> bool:
        """Whether this bot does what one does for all."""
        return self._leadership.held

    def broken(self) -> str | None:
        """A sentence while this bot takes no part."""
        return UNREACHED if self._inbox.is_cut_off else None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Take part; at the end, leave everything to the others."""
        task = asyncio.create_task(self._keep_taking())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait({task}, timeout=PATIENCE)
            self._inbox.record()

    async def lead(self, duties: Duties) -> None:
        """Do the duties of the one that leads whenever that is this bot."""
        await self._leadership.during(duties)

    async def _keep_taking(self) -> None:
        """Take updates until cancelled, with a new connection whenever one is lost."""
        # Imported here because only bots over PostgreSQL need psycopg.
        from corpus.store.bots.session import session

        failure = ""
        while True:
            try:
                async with session(self._location) as connected:
                    await self._begin(connected)
                    failure = ""
                    try:
                        await self._take_part(connected)
                    except asyncio.CancelledError:  # while no other bot can have its number
                        self._inbox.give_back(self.number)
                        raise
            except CorpusError as error:
                if failure != (failure := str(error)):
                    logger.warning("No connection to the other bots: %s. Retrying.", error)
            except Exception:  # a bot that stopped taking would keep its chats from the others
                logger.exception("Taking updates failed; it starts again.")
            finally:
                self._stand_aside()
            await asyncio.sleep(RETRY)

    async def _begin(self, session: "Session") -> None:
        """Get a number, and what this bot had if the last connection was lost."""
        # Imported here because only bots over PostgreSQL need psycopg.
        from corpus.store.bots import taking

        await self._show_token(session)
        if not self.number:
            await session.number_itself()
            await taking.free_own(session)  # left by a bot that had this number and was killed
            logger.info("This is bot %d.", session.number)
        else:
            end = asyncio.get_running_loop().time() + OWN_NUMBER
            while not await session.number_itself(self.number):
                if asyncio.get_running_loop().time() > end:
                    await session.number_itself()
                    break
                await asyncio.sleep(RETRY)
            if unknown := self._inbox.lose(await taking.own(session)):
                await taking.leave(session, unknown)
            self._scrub_as_well()  # others may have asked to meanwhile
        self.number = session.number
        self._memory.be_bot(self.number)
        self._dead.clear()
        self._inbox.is_cut_off = False

    async def _show_token(self, session: "Session") -> None:
        """Show the others this bot's token; if theirs is another one, it is refused."""
        # Imported here because only bots over PostgreSQL need psycopg.
        from corpus.store.bots.session import FOREIGN

        try:
            await session.show_token(self._token)
        except DatabaseError as error:
            self._inbox.is_refused |= error.code == FOREIGN
            raise
        self._inbox.is_refused = False

    async def _take_part(self, session: "Session") -> None:
        """Take updates and see to what others leave, until the connection is lost."""
        clock = asyncio.get_running_loop().time
        look = clock()
        while True:
            if clock() >= look:
                await self._look(session)
                look = clock() + LOOK
            await self._take(session)
            self._inbox.record()
            pause = RETRY if self._inbox.owes else look - clock()
            if self._asks_to_scrub:
                await session.ask_to_scrub()
                self._asks_to_scrub = False
            if await session.wait(self._wake, max(pause, 0.0)):
                self._scrub_as_well()

    def ask_to_scrub(self) -> None:
        """Have the other bots delete the words of removed articles from their disks as well."""
        self._asks_to_scrub = True
        self._wake.set()

    def _scrub_as_well(self) -> None:
        try:
            self._scrub()
        except CorpusError as error:  # it is done in an hour at the latest
            logger.warning("Could not delete the words of removed articles: %s", error)

    def _note_alive(self) -> None:
        """Take part, but no longer once STALE seconds pass without a word from the database."""
        if self._stale is not None:
            self._stale.cancel()
        self._stale = asyncio.get_running_loop().call_later(STALE, self._stand_aside)
        self._inbox.is_cut_off = False

    def _stand_aside(self) -> None:
        """Begin nothing and do not lead, as others may soon do so."""
        self._inbox.is_cut_off = True
        self._leadership.end()

    async def _look(self, session: "Session") -> None:
        """Free what dead bots had, and lead if no other bot does."""
        # Imported here because only bots over PostgreSQL need psycopg.
        from corpus.store.bots import taking

        now = asyncio.get_running_loop().time()
        dead = await taking.dead(session)
        self._dead = {number: self._dead.get(number, now) for number in dead}
        gone = [number for number, since in self._dead.items() if now - since >= GRACE]
        if gone:
            await taking.bury(session, gone)
        self._note_alive()
        if not self.leads and await session.leads():
            self._leadership.begin()
        self._memory.learn()

    async def _take(self, session: "Session") -> None:
        """Take updates while there is room for them; of chats that this bot has, in any case."""
        # Imported here because only bots over PostgreSQL need psycopg.
        from corpus.store.bots import taking

        while not self._dispatch.is_closing:
            self._lacks_room = not self._has_room()
            limit = 0 if self._lacks_room else CHATS_AT_ONCE
            taken = await taking.take(session, limit)
            self._note_alive()
            if self._dispatch.is_closing:
                return
            chats = {one.chat for one in taken}
            self._memory.refresh(chats - self._inbox.chats())
            self._dispatch.take(self._inbox.hold(taken))
            if len(chats) < CHATS_AT_ONCE and len(taken) < taking.MOST_AT_ONCE:
                return
            await asyncio.sleep(0)  # so that they begin and count as running

    def _has_room(self) -> bool:
        return self._dispatch.running < MOST_RUNNING and len(self._inbox) < MOST_HELD

    def _note_room(self) -> None:
        """Look for more updates, now that there is room for them."""
        if self._lacks_room and self._has_room():
            self._wake.set()
