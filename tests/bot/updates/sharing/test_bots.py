import asyncio
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime

import psycopg
import pytest
from patience import PATIENCE
from served import run_fast

from bot.updates.sharing.bots import LOOK, STALE, UNREACHED, SeveralBots
from bot.updates.sharing.shared_inbox import SharedInbox
from corpus.errors import DatabaseError
from corpus.store.bots import taking
from corpus.store.bots.session import BOTS, TOKENS, Session
from corpus.store.database.opening import open_database
from corpus.store.database.sqlite import SQLiteDatabase

NOW = datetime(2025, 3, 3, 12, tzinfo=UTC)


class Inbox(SharedInbox):
    """An inbox that notes whether its bot still had its number when it gave everything back."""

    url = ""
    was_free = None

    def give_back(self, bot):
        with psycopg.connect(self.url) as connection:
            select = "SELECT pg_try_advisory_lock(%s::int, %s::int)"
            (self.was_free,) = connection.execute(select, (BOTS, bot)).fetchone()
        super().give_back(bot)


class Bot:
    """A bot without a conversation: it notes what it takes, and never answers."""

    running = 0
    is_closing = False

    def __init__(self, url, database):
        self.inbox = Inbox(database, lambda: NOW)
        self.inbox.url = url
        self.bots = SeveralBots(url, 1, self, self.inbox, self, self.scrub)
        self.taken = []
        self.is_among_them = asyncio.Event()
        self.has_taken = asyncio.Event()
        self.refusals = self.scrubs = 0

    def take(self, taken):
        self.taken += [one.number for one in taken]
        self.has_taken.set()

    def scrub(self):
        self.scrubs += 1

    def be_bot(self, number):
        assert number == 1
        for taken in self.taken:
            with pytest.raises(DatabaseError):
                self.inbox.read(taken)
            self.refusals += 1
        self.is_among_them.set()

    def learn(self):
        pass

    def refresh(self, chats):
        pass


@pytest.fixture
def bot(postgresql_url):
    with closing(open_database(postgresql_url)) as database:
        yield Bot(postgresql_url, database)


def test_a_bot_that_stops_gives_back_what_it_has_before_another_one_can_be_that_bot(bot):
    async def main():
        assert bot.bots.broken() == UNREACHED
        async with bot.bots.running():
            await asyncio.wait_for(bot.is_among_them.wait(), PATIENCE)
            assert bot.bots.broken() is None

    asyncio.run(main())
    assert bot.inbox.was_free is False


def test_a_bot_that_lost_its_connection_begins_nothing_until_it_knows_what_it_has(
    bot, postgresql, postgresql_url
):
    async def main():
        async with bot.bots.running():
            await asyncio.wait_for(bot.is_among_them.wait(), PATIENCE)
            assert bot.scrubs == 0
            bot.inbox.put([(5, {"update_id": 7})])
            await asyncio.wait_for(bot.has_taken.wait(), PATIENCE)
            assert bot.inbox.read(7) is not None
            bot.is_among_them.clear()
            postgresql.cut(postgresql_url.rpartition("/")[2])
            await asyncio.wait_for(bot.is_among_them.wait(), PATIENCE)
            assert bot.inbox.read(7) is not None

    asyncio.run(main())
    assert bot.taken == [7]
    assert bot.refusals == 1
    assert bot.scrubs == 1  # as others may have asked it to


@pytest.fixture
def refused(monkeypatch):
    """An event that is set whenever a bot is refused."""
    event, show_token = asyncio.Event(), Session.show_token

    async def show(session, token):
        try:
            await show_token(session, token)
        except DatabaseError:
            event.set()
            raise

    monkeypatch.setattr(Session, "show_token", show)
    return event


def test_a_bot_with_another_token_gives_the_others_nothing_to_answer(bot, postgresql_url, refused):
    lock = "SELECT pg_advisory_lock_shared(%s::int, 2)"
    end = """
        SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database ON oid = database
        WHERE datname = current_database() AND classid::bigint = %s AND objid = 1
    """

    async def main():
        with psycopg.connect(postgresql_url, autocommit=True) as other:
            other.execute(lock, (TOKENS,))
            async with bot.bots.running(), asyncio.timeout(PATIENCE):
                await refused.wait()
                with pytest.raises(DatabaseError, match="another token"):
                    bot.inbox.put([(5, {"update_id": 7})])
                other.execute("SELECT pg_advisory_unlock_all()")
                await bot.is_among_them.wait()
                bot.inbox.put([(5, {"update_id": 7})])
                other.execute(lock, (TOKENS,))
                refused.clear()
                other.execute(end, (TOKENS,))  # the bot has to connect again
                await refused.wait()
                with pytest.raises(DatabaseError, match="another token"):
                    bot.inbox.put([(5, {"update_id": 8})])

    asyncio.run(main())


class Silent:
    """A connection to a database that says nothing for a while at the second look."""

    number = 1
    looks = 0

    async def number_itself(self):
        return True

    async def show_token(self, _):
        pass

    async def leads(self):
        return True

    async def wait(self, _, seconds):
        await asyncio.sleep(seconds)
        return False

    async def free_own(self):
        pass

    async def take(self, _):
        return []

    async def dead(self):
        self.looks += 1
        if self.looks == 2:
            await asyncio.sleep(2 * STALE)
        return set()


def test_a_bot_takes_no_part_while_the_database_says_nothing_so_that_others_can(monkeypatch):
    @asynccontextmanager
    async def silent(_):
        yield Silent()

    monkeypatch.setattr("corpus.store.bots.session.session", silent)
    for step in ("free_own", "take", "dead"):
        monkeypatch.setattr(taking, step, getattr(Silent, step))
    bot = Bot("", SQLiteDatabase(":memory:"))
    monkeypatch.setattr(bot.inbox, "give_back", lambda _: None)

    async def main():
        async with bot.bots.running():
            await asyncio.sleep(LOOK / 2)
            assert bot.bots.leads
            assert bot.bots.broken() is None
            await asyncio.sleep(STALE)
            assert not bot.bots.leads
            assert bot.bots.broken() == UNREACHED
            await asyncio.sleep(2 * STALE)
            assert bot.bots.leads
            assert bot.bots.broken() is None

    run_fast(main())
