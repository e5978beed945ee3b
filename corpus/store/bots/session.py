"""A bot's own connection to PostgreSQL, whose locks show that the bot lives and that it leads."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

from corpus.errors import DatabaseError
from corpus.store.database.location import shown
from corpus.store.database.postgresql_connection import CONNECTING
from corpus.store.database.postgresql_errors import UNREACHABLE, explanation, why_not_connected

Connection = psycopg.AsyncConnection[tuple[Any, ...]]

# The first numbers of the advisory locks of two numbers; the second is that of the bot, of the
# chat or of the bots' token.
BOTS, LEADER, CHATS, TOKENS = 0x51570001, 0x51570002, 0x51570003, 0x51570005
MOST_BOTS = 999
OTHER_TOKENS = """
SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = database
WHERE locktype = 'advisory' AND datname = current_database()
    AND classid::bigint = %s AND objid::bigint <> %s
LIMIT 1
"""
FOREIGN = "FOREIGN"  # the code of the error when other bots have another token
# Seconds for a statement; then psycopg has up to five to cancel it, and the connection is lost.
RESPONSE = 3.0
CHANNEL, SCRUB = "quotewire_inbox", "quotewire_scrub"
# A server that no longer hears from a bot's machine ends its locks within eight seconds.
SETTINGS = (
    "SET tcp_keepalives_idle = 3; SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 4;"
    "SET tcp_user_timeout = 7000; SET jit = off;"
    "SET idle_in_transaction_session_timeout = 5000;"
    f"LISTEN {CHANNEL}; LISTEN {SCRUB}"
)


class Session:
    """A connection that lasts as long as nothing goes wrong; then the bot needs another one.

    ``number`` is the bot's, from 1, which no other living bot has.

    Raises:
        DatabaseError: From every method, when the connection is lost or too slow.
    """

    def __init__(self, connection: Connection, path: Path | str) -> None:
        self.number = 0
        self._connection = connection
        self._path = path
        self._has_news = self._is_asked_to_scrub = False
        # psycopg reads what the server says beside the results of statements as well.
        connection.add_notify_handler(lambda said: self._hear(said.channel, said.pid))

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """The connection, in a transaction."""
        with _explained(self._path):
            async with asyncio.timeout(RESPONSE), self._connection.transaction():
                yield self._connection

    async def show_token(self, token: int) -> None:
        """Show which token this bot has, as a number from 0 that fits into 31 bits.

        Raises:
            DatabaseError: There are bots with another one, of which each would answer, or forget,
                what was written to the others.
        """
        async with self.transaction() as connection:
            lock = "SELECT pg_advisory_lock_shared(%s::int, %s::int)"
            await connection.execute(lock, (TOKENS, token))
            cursor = await connection.execute(OTHER_TOKENS, (TOKENS, token))
            if await cursor.fetchone():
                reason = "is used by bots with another token"
                raise DatabaseError(self._path, reason, FOREIGN)

    async def number_itself(self, wanted: int = 0) -> bool:
        """Lock the number that is wanted, or the lowest free one; return whether that worked."""
        for number in [wanted] if wanted else range(1, MOST_BOTS + 1):
            if await self._locks(BOTS, number):
                self.number = number
                return True
        return False

    async def leads(self) -> bool:
        """Whether this bot leads from now on; another one may be leading."""
        return await self._locks(LEADER, 0)

    async def ask_to_scrub(self) -> None:
        """Ask the other bots to delete the words of removed articles from their disks."""
        async with self.transaction() as connection:
            await connection.execute("SELECT pg_notify(%s, '')", (SCRUB,))

    async def wait(self, wake: asyncio.Event, seconds: float) -> bool:
        """Wait until the server has something to say, ``wake`` is set, or so long.

        Return whether another bot has asked to scrub since the last call.
        """
        loop, descriptor = asyncio.get_running_loop(), self._connection.fileno()
        loop.add_reader(descriptor, wake.set)
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(0 if self._has_news else seconds):
                    await wake.wait()
        finally:
            loop.remove_reader(descriptor)
        wake.clear()
        with _explained(self._path):
            self._connection.pgconn.consume_input()
            while said := self._connection.pgconn.notifies():
                self._hear(said.relname.decode(), said.be_pid)
        is_asked, self._is_asked_to_scrub = self._is_asked_to_scrub, False
        self._has_news = False
        return is_asked

    def _hear(self, channel: str, process: int) -> None:
        """Note what the server says: that there are new updates, or that a bot asks to scrub."""
        self._has_news = True
        if channel == SCRUB and process != self._connection.info.backend_pid:
            self._is_asked_to_scrub = True

    async def _locks(self, kind: int, number: int) -> bool:
        async with self.transaction() as connection:
            select = "SELECT pg_try_advisory_lock(%s::int, %s::int)"
            cursor = await connection.execute(select, (kind, number))
            (is_locked,) = await cursor.fetchone() or (False,)
        return bool(is_locked)


class _explained:  # noqa: N801 - used like a function
    """Turns the errors of psycopg and of slow answers into ours inside."""

    def __init__(self, path: Path | str) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, psycopg.Error):
            raise explanation(self._path, error) from None
        if isinstance(error, TimeoutError | OSError):
            raise DatabaseError(self._path, UNREACHABLE, "UNAVAILABLE") from None


@asynccontextmanager
async def session(location: str) -> AsyncIterator[Session]:
    """Connect; at the end, disconnect, which frees the locks.

    Raises:
        DatabaseError: That is not possible now.
    """
    path = shown(location)
    try:
        connection = await _connect(location)
    except psycopg.Error as error:
        raise why_not_connected(path, error) from None
    try:
        opened = Session(connection, path)
        async with opened.transaction():
            await connection.execute(SETTINGS)
        yield opened
    finally:
        await connection.close()


async def _connect(location: str) -> Connection:
    given: dict[str, Any] = {**CONNECTING, **psycopg.conninfo.conninfo_to_dict(location)}
    return await psycopg.AsyncConnection.connect(**given, autocommit=True)
