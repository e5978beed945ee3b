"""Checks of a PostgreSQL server: version, rights, connections, and what a crash could lose."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

from bot.replies.labels import counted
from bot.upkeep.finding import Finding
from corpus.store.database.interface import Connection, Database
from corpus.store.database.opening import open_database
from corpus.store.moving.tables import tables

FEW = 10  # free connections; each bot needs three or, with a search engine, seven
SETTINGS = """
SELECT current_setting('server_version') AS version,
    current_setting('server_encoding') AS encoding,
    has_schema_privilege(current_schema(), 'CREATE') AS may_create,
    (
        SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()
        AND tablename IN ({marks}) AND NOT pg_has_role(tableowner, 'USAGE')
    ) AS foreign_tables,
    current_setting('max_connections')::int
        - current_setting('superuser_reserved_connections')::int
        - (SELECT sum(numbackends) FROM pg_stat_database)::int
        AS free,
    current_setting('fsync') AS fsync,
    current_setting('full_page_writes') AS full_page_writes,
    current_setting('synchronous_commit') AS synchronous_commit,
    current_setting('synchronous_standby_names') AS names
"""
# Without the right to see them, the standbys' rows are there, but their states are not.
STANDBYS = "SELECT coalesce(sync_state, '') FROM pg_stat_replication"
SYNCHRONOUS = {"sync", "quorum"}
AS_STANDBY = "ALTER SYSTEM SET synchronous_standby_names, then SELECT pg_reload_conf()"


def check_server(database: Database) -> Iterator[Finding]:
    """Yield what can be said of the server of an open database."""
    with database.reading() as connection:
        ours = [table.name for table in tables(database)]  # there can be those of extensions
        select = SETTINGS.format(marks=", ".join("?" * len(ours)))
        settings = connection.execute(select, ours).fetchone()
        yield Finding(True, f"PostgreSQL {settings['version']} answers, in {settings['encoding']}")
        yield _rights(settings)
        yield _connections(settings["free"])
        yield from _pooling(database, connection)
        yield from _lost_in_a_crash(settings)
        yield _standbys(connection, settings)


def _rights(settings: Any) -> Finding:
    if settings["may_create"] and not settings["foreign_tables"]:
        return Finding(True, "its user may create and change the tables")
    advice = "make the user the owner of the database and of its tables"
    return Finding(False, "its user may not create and change the tables", advice)


def _connections(free: int) -> Finding:
    what = f"{counted(max(free, 0), 'connection')} free on the server"
    if free < FEW:
        return Finding(False, f"only {what}", "raise max_connections, or end other programs")
    return Finding(True, what)


def _pooling(database: Database, connection: Connection) -> Iterator[Finding]:
    """Yield whether a pool gives the process of this open connection to another one."""
    with closing(open_database(database.location)) as other, other.reading() as its:
        if _process(its) == _process(connection):
            what = "connections are pooled by transaction, which the locks of bots do not survive"
            yield Finding(False, what, "connect directly, or have the pool keep one for a session")


def _process(connection: Connection) -> int:
    """The number of the server's process that works for a connection now."""
    (number,) = connection.execute("SELECT pg_backend_pid()").fetchone()
    return int(number)


def _lost_in_a_crash(settings: Any) -> Iterator[Finding]:
    """Yield what the server itself could lose, if anything."""
    for name in ("fsync", "full_page_writes"):
        if settings[name] != "on":
            what = f"{name} is {settings[name]}: a power cut can damage the database"
            yield Finding(False, what, f"set {name} = on")
    if settings["synchronous_commit"] == "off":
        what = "synchronous_commit is off: a crash of the server loses what was just stored"
        yield Finding(False, what, "set synchronous_commit = on")


def _standbys(connection: Connection, settings: Any) -> Finding:
    """Whether a standby that takes over has all that was acknowledged."""
    states = [state for (state,) in connection.execute(STANDBYS).fetchall()]
    if not states and not settings["names"]:
        what = "there is no standby: if the server's disk fails, only backups are left"
        return Finding(None, what, "see docs/scaling.md")
    if not states:
        what = "no synchronous standby is connected: whatever is stored waits for one"
        return Finding(False, what, "start the standby")
    if not any(states):
        advice = "grant pg_monitor to the user to check whether they are synchronous"
        return Finding(None, f"{counted(len(states), 'standby')} connected", advice)
    if not SYNCHRONOUS.intersection(states):
        what = "the standby is asynchronous: a failover can lose what was just stored"
        return Finding(False, what, AS_STANDBY)
    if settings["synchronous_commit"] in ("off", "local"):
        what = f"synchronous_commit is {settings['synchronous_commit']}"
        what += ": a failover can lose what was just stored"
        return Finding(False, what, "set synchronous_commit = on")
    return Finding(True, "a synchronous standby has all that is stored")
