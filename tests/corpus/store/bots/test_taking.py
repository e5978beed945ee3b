import asyncio
import random
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing, suppress
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from patience import PATIENCE
from starting import wait_until

from corpus.errors import DatabaseError
from corpus.store.bots import taking
from corpus.store.bots.session import session
from corpus.store.database.opening import open_database
from corpus.store.waiting_updates import Stored, WaitingUpdates

NOW = datetime(2025, 3, 3, 12, tzinfo=UTC)


class Inbox:
    """The updates in a database, each a number in a chat, and the bots that take them."""

    def __init__(self, url, database):
        self.url = url
        self.stored = WaitingUpdates(database, b"key", announced=True)

    def put(self, *updates):
        stored = [Stored(number, chat, "{}", NOW) for number, chat in updates]
        return [one.number for one in self.stored.put(stored, NOW)]

    def close(self, *numbers):
        self.stored.close(numbers, NOW)

    @asynccontextmanager
    async def bot(self):
        async with session(self.url) as opened:
            assert await opened.number_itself()
            async with opened.transaction() as connection:
                cursor = await connection.execute("SELECT pg_backend_pid()")
                own = await cursor.fetchone()
            yield opened
        with psycopg.connect(self.url, autocommit=True) as other:  # its locks end a moment later
            select = "SELECT FROM pg_stat_activity WHERE pid = %s"
            wait_until(lambda: not other.execute(select, own).fetchall(), PATIENCE, str)


@pytest.fixture
def inbox(postgresql_url):
    with closing(open_database(postgresql_url)) as database:
        yield Inbox(postgresql_url, database)


async def taken(bot, limit=10):
    return [one.number for one in await taking.take(bot, limit)]


def test_each_bot_has_the_lowest_free_number(inbox):
    async def main():
        async with inbox.bot() as first, inbox.bot() as second:
            async with inbox.bot() as third:
                assert [first.number, second.number, third.number] == [1, 2, 3]
            async with inbox.bot() as fourth:
                assert fourth.number == 3

    asyncio.run(main())


def test_a_bot_with_another_token_is_refused_while_others_are_there(inbox):
    async def main():
        async with session(inbox.url) as first, session(inbox.url) as second:
            await first.show_token(7)
            await second.show_token(7)
            async with session(inbox.url) as other:
                with pytest.raises(DatabaseError, match="another token"):
                    await other.show_token(2**31 - 1)
        async with session(inbox.url) as other, asyncio.timeout(PATIENCE):
            while not await may_show(other, 2**31 - 1):  # the server ends the others by and by
                pass

    async def may_show(other, token):
        with suppress(DatabaseError):
            await other.show_token(token)
            return True
        return False

    asyncio.run(main())


def test_a_bot_takes_whole_chats_oldest_first(inbox):
    async def main():
        inbox.put((1, 7), (2, 8), (3, 7), (4, 9))
        async with inbox.bot() as first, inbox.bot() as second:
            assert await taken(first, 2) == [1, 2, 3]
            assert await taken(second, 2) == [4]
            assert await taken(first) == await taken(second) == []

    asyncio.run(main())


def test_what_is_too_old_is_closed_without_a_journey_to_the_server_for_each(inbox, monkeypatch):
    inbox.put(*((number, number) for number in range(200)))
    execute, executed = psycopg.Connection.execute, []

    def noting(connection, query, *rest, **options):
        executed.append(query)
        return execute(connection, query, *rest, **options)

    monkeypatch.setattr(psycopg.Connection, "execute", noting)
    inbox.stored.put([], NOW + timedelta(days=1, seconds=1))
    assert len(executed) < 10
    assert inbox.stored.count() == 0
    assert inbox.stored.knows(7)


def test_of_many_updates_of_a_chat_some_are_taken_at_a_time_in_their_order(inbox, monkeypatch):
    monkeypatch.setattr(taking, "MOST_AT_ONCE", 2)

    async def main():
        inbox.put((1, 7), (2, 7), (3, 7), (4, 7), (5, 7))
        async with inbox.bot() as first, inbox.bot() as second:
            assert await taken(first) == [1, 2]
            assert await taken(second) == []
            assert await taken(first) == [3, 4]
            assert await taken(first, 0) == [5]

    asyncio.run(main())


@pytest.mark.parametrize(
    ("select", "indexes"),
    [
        (taking.FREE, ["inbox_free"]),
        (taking.FREE_OF_OWN, ["inbox_free", "inbox_held"]),
        (taking.TAKE, ["inbox_free", "inbox_held"]),
        (taking.OWN.replace("%s", "%(bot)s"), ["inbox_held"]),
    ],
)
def test_what_bots_ask_all_the_time_needs_no_look_at_all_updates(inbox, select, indexes):
    """There can be a hundred thousand of them."""
    for start in range(0, 3000, 1000):
        inbox.put(*((number, number % 900) for number in range(start, start + 1000)))
    values = {"bot": 1, "limit": 4, "most": 9, "chats": [7, 8]}
    with psycopg.connect(inbox.url) as connection:
        connection.execute("UPDATE inbox SET bot = 1 + chat % 2 WHERE number < 100")
        connection.execute("ANALYZE inbox")
        connection.execute("SET enable_seqscan = off")
        lines = connection.execute(f"EXPLAIN {select}", values).fetchall()
    plan = "\n".join(line for (line,) in lines)
    assert "Seq Scan on inbox" not in plan
    assert all(name in plan for name in indexes)


def test_what_comes_into_a_chat_is_taken_by_the_bot_that_has_it(inbox):
    async def main():
        async with inbox.bot() as first, inbox.bot() as second:
            inbox.put((1, 7))
            assert await taken(first) == [1]
            inbox.put((2, 7), (3, 8))
            assert await taken(second) == [3]
            assert await taken(first, 0) == [2]
            inbox.close(1, 2)
            inbox.put((4, 7))
            assert await taken(first, 0) == []
            assert await taken(second) == [4]

    asyncio.run(main())


def test_an_older_update_that_comes_late_waits_for_the_bot_that_has_its_chat(inbox):
    async def main():
        async with inbox.bot() as first, inbox.bot() as second:
            inbox.put((2, 7))
            assert await taken(first) == [2]
            inbox.put((1, 7))
            assert await taken(second) == []
            assert await taken(first) == [1]

    asyncio.run(main())


def test_bots_that_take_at_once_have_no_chat_in_common_and_keep_its_order(inbox):
    handled, busy = [], {}
    chance = random.Random(1)
    updates = [(number, chance.randrange(20)) for number in range(1, 301)]

    async def work(bot):
        while len(handled) < len(updates):
            found = await taking.take(bot, 3)
            for one in found:
                assert busy.setdefault(one.chat, bot.number) == bot.number
                handled.append((one.number, one.chat))
                await asyncio.sleep(0)
            for one in found:
                busy.pop(one.chat, None)
            # In a thread: it may have to wait for another bot, which is another process as a rule.
            await asyncio.to_thread(inbox.close, *(one.number for one in found))

    async def main():
        async with inbox.bot() as first, inbox.bot() as second, inbox.bot() as third:
            working = asyncio.gather(*map(work, (first, second, third)))
            for at in range(0, len(updates), 10):
                await asyncio.to_thread(inbox.put, *updates[at : at + 10])
            await working

    asyncio.run(main())
    assert sorted(handled) == updates
    for chat in range(20):
        numbers = [number for number, where in handled if where == chat]
        assert numbers == sorted(numbers)


def test_two_bots_that_see_different_first_updates_of_a_chat_do_not_both_take_it(inbox):
    async def main():
        inbox.put((2, 7))
        async with inbox.bot() as first, inbox.bot() as second, first.transaction() as held:
            await held.execute("SELECT FROM inbox WHERE number = 2 FOR UPDATE")
            await held.execute(taking.LOCK, ([7], taking.CHATS))
            inbox.put((1, 7))  # by a third bot, which the first one did not see
            assert await taken(second) == []

    asyncio.run(main())


MANY = """
INSERT INTO inbox (number, chat, body, received)
SELECT number, 8 + number %% %s, '{}', '2025-03-03T12:00:00+00:00'
FROM generate_series(1, %s) AS number
"""


@pytest.mark.parametrize("chats", [1, 1000])
@pytest.mark.parametrize("free", [taking.FREE, taking.FREE_OF_OWN])
def test_however_much_waits_in_however_many_chats_each_update_is_looked_at_once(
    inbox, free, chats
):
    async def look():
        async with inbox.bot() as other, inbox.bot() as bot:
            inbox.put((2 * waiting, 7))
            assert await taken(other) == [2 * waiting]
            inbox.put((2 * waiting + 1, 8))
            assert await taken(bot) == [2 * waiting + 1]
            with psycopg.connect(inbox.url) as connection:
                connection.execute(MANY, (chats, waiting))
                explain = "EXPLAIN (ANALYZE, BUFFERS OFF, TIMING OFF) "
                plan = connection.execute(explain + free, {"bot": bot.number, "limit": None})
                return "\n".join(line for (line,) in plan)

    waiting = 4000
    plan = asyncio.run(look())
    dismissed = re.findall(r"Rows Removed by .*Filter: (\d+)", plan)
    assert max(map(int, dismissed), default=0) <= waiting + 2, plan


def test_what_is_given_back_is_taken_by_another_bot(inbox):
    async def main():
        async with inbox.bot() as first, inbox.bot() as second:
            inbox.put((1, 7))
            ((was_taken,),) = [[one.was_taken] for one in await taking.take(first, 1)]
            assert not was_taken
            inbox.stored.give_back(first.number)
            ((was_taken,),) = [[one.was_taken] for one in await taking.take(second, 1)]
            assert was_taken

    asyncio.run(main())


def test_what_a_dead_bot_had_is_free_and_a_living_bot_keeps_what_it_has(inbox):
    async def main():
        async with inbox.bot() as living:
            async with inbox.bot() as killed:
                inbox.put((1, 7), (2, 8), (3, 9))
                assert await taken(killed, 2) == [1, 2]
                assert await taken(living) == [3]
                inbox.stored.mark(1, under_way=True)
                async with inbox.bot() as third:
                    assert await taking.dead(third) == set()
                    await taking.bury(third, [1, 2])
                    assert await taken(third) == []
            assert await taking.dead(living) == {2}
            await taking.bury(living, [2])
            found = await taking.take(living, 10)
            assert [(one.number, one.crashes) for one in found] == [(1, 1), (2, 0)]

    asyncio.run(main())


def test_a_bot_frees_what_a_dead_one_had_under_its_number(inbox):
    async def main():
        inbox.put((1, 7))
        async with inbox.bot() as killed:
            assert await taken(killed) == [1]
            inbox.stored.mark(1, under_way=True)
        async with inbox.bot() as next_one:
            assert await taking.own(next_one) == {1}
            await taking.free_own(next_one)
            ((number, crashes),) = [
                (one[0], one.crashes) for one in await taking.take(next_one, 1)
            ]
            assert (number, crashes) == (1, 1)

    asyncio.run(main())


def test_after_four_crashes_nothing_is_left_of_an_update(inbox):
    async def main():
        inbox.put((1, 7))
        for crashes in range(4):
            async with inbox.bot() as bot:
                await taking.free_own(bot)
                assert [one.crashes for one in await taking.take(bot, 1)] == [crashes]
                inbox.stored.mark(1, under_way=True)
        async with inbox.bot() as bot:
            await taking.free_own(bot)
            assert await taking.take(bot, 1) == []

    asyncio.run(main())


def test_forgotten_updates_are_taken_by_nobody(inbox):
    async def main():
        inbox.put((1, 7), (2, 8))
        with psycopg.connect(inbox.url) as connection:
            connection.execute("UPDATE inbox SET body = NULL, chat = 0 WHERE chat = 7")
        async with inbox.bot() as bot:
            assert await taken(bot) == [2]

    asyncio.run(main())


def test_an_update_that_comes_to_two_bots_is_stored_once(inbox):
    assert inbox.put((1, 7)) == [1]
    assert inbox.put((1, 7)) == []
    inbox.close(1)
    assert inbox.put((1, 7)) == []


def test_an_update_that_another_bot_closes_meanwhile_is_not_stored_again(inbox, postgresql_url):
    inbox.put((1, 7))
    closing_it = psycopg.connect(postgresql_url)
    hashed = "SELECT hash FROM answered"
    inbox.close(1)
    with psycopg.connect(postgresql_url) as connection:
        ((answered,),) = connection.execute(hashed).fetchall()
        connection.execute("DELETE FROM answered")
    inbox.put((1, 7))
    closing_it.execute("DELETE FROM inbox")
    closing_it.execute("INSERT INTO answered VALUES (%s, '2025-03-03T12:00+00:00')", (answered,))

    with ThreadPoolExecutor() as threads, psycopg.connect(postgresql_url) as watching:
        putting = threads.submit(inbox.put, (1, 7))
        waits = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        while not putting.done() and watching.execute(waits).fetchone() == (0,):
            watching.rollback()
        closing_it.commit()
        assert putting.result() == []
    closing_it.close()
    assert inbox.stored.count() == 0


def test_a_bot_hears_of_new_updates_at_once(inbox):
    async def main():
        async with inbox.bot() as bot:
            wake = asyncio.Event()
            waiting = asyncio.create_task(bot.wait(wake, 60))
            await asyncio.sleep(0)
            inbox.put((1, 7))
            await asyncio.wait_for(waiting, 10)

    asyncio.run(main())


def test_a_bot_also_hears_of_what_comes_during_a_statement(inbox):
    async def main():
        async with inbox.bot() as bot, inbox.bot() as other:
            async with bot.transaction() as connection:
                await connection.execute("SELECT 1")
                inbox.put((1, 7))
            await asyncio.wait_for(bot.wait(asyncio.Event(), 600), PATIENCE)
            async with bot.transaction() as connection:
                await connection.execute("SELECT 1")
                await other.ask_to_scrub()
            assert await bot.wait(asyncio.Event(), 600)
            assert not await bot.wait(asyncio.Event(), 0)

    asyncio.run(main())


def test_one_bot_leads_until_its_connection_ends(inbox):
    async def main():
        async with inbox.bot() as second:
            async with inbox.bot() as first:
                assert await first.leads()
                assert not await second.leads()
            assert await second.leads()

    asyncio.run(main())


def test_a_lost_connection_is_an_error_without_the_password(inbox, postgresql):
    async def main():
        async with inbox.bot() as bot:
            postgresql.cut(inbox.url.rpartition("/")[2])
            with pytest.raises(DatabaseError) as found:
                await bot.leads()
            assert found.value.is_busy
            assert "not-to-be-shown" not in str(found.value)

    asyncio.run(main())


def test_updates_older_than_a_day_are_dropped_whoever_had_them(inbox):
    async def main():
        inbox.put((1, 7))
        async with inbox.bot() as bot:
            assert await taken(bot) == [1]
            inbox.stored.put([], NOW + timedelta(days=2))
            assert await taking.own(bot) == set()

    asyncio.run(main())


def test_a_bot_that_scrubs_asks_the_others_to(inbox):
    async def main():
        async with inbox.bot() as first, inbox.bot() as second:
            await first.ask_to_scrub()
            assert await second.wait(asyncio.Event(), 10)
            assert not await first.wait(asyncio.Event(), 10)
            inbox.put((1, 7))
            assert not await second.wait(asyncio.Event(), 10)

    asyncio.run(main())
