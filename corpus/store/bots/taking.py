"""Taking updates from the inbox, so that no two bots have updates of one chat.

Column ``bot`` has the number of the bot that took an update, 0 once it was given back, and
nothing before that. ``under_way`` is 1 while the update is being handled.
"""

from collections.abc import Iterable
from datetime import datetime

from corpus.store.bots.session import BOTS, CHATS, Session
from corpus.store.waiting_updates import MOST_APOLOGIES, MOST_CRASHES, Taken

MOST_AT_ONCE = 500  # updates; more would take longer than a bot waits for the server
MARKED = """
SELECT bot FROM (SELECT DISTINCT bot FROM inbox WHERE bot > 0 AND bot <> %s) AS marks
WHERE pg_try_advisory_xact_lock(%s::int, bot::int)
"""
STILL_DEAD = """
SELECT bot FROM unnest(%s::int[]) AS bot WHERE pg_try_advisory_xact_lock(%s::int, bot)
"""
BURY = """
UPDATE inbox SET bot = 0, crashes = crashes + under_way, under_way = 0 WHERE bot = ANY(%s)
"""
LEAVE = "UPDATE inbox SET bot = 0 WHERE number = ANY(%s) AND bot = %s"
EMPTY = "UPDATE inbox SET body = NULL, chat = 0 WHERE crashes >= %s AND body IS NOT NULL"
# Chats by their oldest free updates; those that another bot is taking from now are skipped.
FREE = """
SELECT first.chat FROM inbox AS first
WHERE first.body IS NOT NULL AND (first.bot IS NULL OR first.bot = 0) AND first.number = (
    SELECT min(number) FROM inbox AS free
    WHERE free.chat = first.chat AND free.body IS NOT NULL AND (free.bot IS NULL OR free.bot = 0)
) AND NOT EXISTS (
    SELECT 1 FROM inbox AS other WHERE other.chat = first.chat AND other.body IS NOT NULL
    AND other.bot > 0 AND other.bot <> %(bot)s
) ORDER BY first.number LIMIT %(limit)s FOR UPDATE OF first SKIP LOCKED
"""
# The chats of which this bot has updates, and which have free ones.
FREE_OF_OWN = """
SELECT own.chat FROM (
    SELECT DISTINCT chat FROM inbox WHERE bot > 0 AND bot = %(bot)s AND body IS NOT NULL
) AS own CROSS JOIN LATERAL (
    SELECT 1 FROM inbox AS free
    WHERE free.chat = own.chat AND free.body IS NOT NULL AND (free.bot IS NULL OR free.bot = 0)
    LIMIT 1
) AS any_free
"""
# Two updates of one chat can be stored by two bots at the same moment, and be the oldest to each.
LOCK = """
SELECT chat FROM unnest(%s::bigint[]) AS chat
WHERE pg_try_advisory_xact_lock(%s::int, hashint8(chat))
"""
TAKE = """
WITH mine AS (
    SELECT chat FROM unnest(%(chats)s::bigint[]) AS chat WHERE NOT EXISTS (
        SELECT 1 FROM inbox AS other WHERE other.chat = chat.chat AND other.body IS NOT NULL
        AND other.bot > 0 AND other.bot <> %(bot)s
    )
), free AS (
    SELECT number, bot FROM inbox WHERE chat IN (SELECT chat FROM mine)
    AND body IS NOT NULL AND (bot IS NULL OR bot = 0)
    ORDER BY number LIMIT %(most)s FOR UPDATE
)
UPDATE inbox SET bot = %(bot)s FROM free WHERE inbox.number = free.number
RETURNING inbox.number, chat, body, received, crashes, free.bot
"""
OWN = "SELECT number FROM inbox WHERE bot > 0 AND bot = %s AND body IS NOT NULL"


async def dead(session: Session) -> set[int]:
    """The numbers of the bots that took updates and no longer live."""
    async with session.transaction() as connection:
        cursor = await connection.execute(MARKED, (session.number, BOTS))
        return {number for (number,) in await cursor.fetchall()}


async def bury(session: Session, bots: Iterable[int]) -> None:
    """Free what bots have taken that do not live; if they live again, nothing happens.

    A crash is counted for each update that was being handled.
    """
    async with session.transaction() as connection:
        cursor = await connection.execute(STILL_DEAD, (list(bots), BOTS))
        sure = [number for (number,) in await cursor.fetchall()]
        await connection.execute(BURY, (sure,))
        await connection.execute(EMPTY, (MOST_CRASHES + MOST_APOLOGIES,))


async def free_own(session: Session) -> None:
    """Free what a dead bot had taken whose number this one has now."""
    async with session.transaction() as connection:
        await connection.execute(BURY, ([session.number],))
        await connection.execute(EMPTY, (MOST_CRASHES + MOST_APOLOGIES,))


async def leave(session: Session, numbers: Iterable[int]) -> None:
    """Leave updates that this bot has taken to be taken again."""
    async with session.transaction() as connection:
        await connection.execute(LEAVE, (list(numbers), session.number))


async def take(session: Session, limit: int) -> list[Taken]:
    """Take free updates of up to so many chats, oldest first; with 0, only of own chats.

    Of a chat, that is all of them, unless they are more than MOST_AT_ONCE together.
    """
    wanted = {"bot": session.number, "limit": limit, "most": MOST_AT_ONCE}
    async with session.transaction() as connection:
        cursor = await connection.execute(FREE if limit else FREE_OF_OWN, wanted)
        chats = list({chat for (chat,) in await cursor.fetchall()})
        if not chats:
            return []
        cursor = await connection.execute(LOCK, (chats, CHATS))
        chats = [chat for (chat,) in await cursor.fetchall()]
        cursor = await connection.execute(TAKE, {**wanted, "chats": chats})
        return sorted(
            Taken(number, chat, body, datetime.fromisoformat(received), crashes, was is not None)
            for number, chat, body, received, crashes, was in await cursor.fetchall()
        )


async def own(session: Session) -> set[int]:
    """The numbers of the updates that are this bot's."""
    async with session.transaction() as connection:
        cursor = await connection.execute(OWN, (session.number,))
        return {number for (number,) in await cursor.fetchall()}
