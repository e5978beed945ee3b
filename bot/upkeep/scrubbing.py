"""Removing deleted data from the disks of the database and of the search engine."""

from collections.abc import Iterator
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from bot.library.opensearch.errors import EngineError
from bot.replies.labels import counted
from corpus.store.database.interface import Database
from corpus.store.database.sqlite import SQLiteDatabase
from corpus.store.moving.tables import tables

if TYPE_CHECKING:
    from bot.library.opensearch.client import Engine

MERGING = 6 * 3600.0  # seconds; a segment of 5 GB takes minutes
COPIES_KNOWN = 90.0  # seconds to wait until the engine knows what its copies need
PAUSE = 1.0
KEPT = "keeps deleted sentences for a copy that is away; run it again when the status is green"
# Lucene leaves a segment as it is while fewer of its documents are deleted, in per cent.
ALLOWED = {"index": {"merge": {"policy": {"expunge_deletes_allowed": 0}}}}


def scrub_database(database: Database, *, full: bool) -> str:
    """Remove deleted rows from the database's files; return a sentence that says what was done.

    Unless ``full``, a server only frees their space, in which they stay until it is used again.

    Raises:
        CorpusError: The database cannot be used, or somebody else uses it all the time.
    """
    with database.reading() as connection:
        if isinstance(database, SQLiteDatabase):
            connection.execute("VACUUM")
        else:
            connection.execute("SET statement_timeout = 0; SET lock_timeout = 0")
            listed = tables(database)
            for table in listed:
                # With statistics, since the server keeps some of a table's values for them.
                connection.execute(f"VACUUM ({'FULL, ' if full else ''}ANALYZE) {table.name}")
    if isinstance(database, SQLiteDatabase):
        database.overwrite_log()
        return f"Rewrote {database.path}."
    done = "Rewrote" if full else "Freed the space of deleted rows in"
    return f"{done} {counted(len(listed), 'table')} of {database.path}."


def scrub_engine(engine: "Engine") -> str:
    """Have the engine rewrite the segments with deleted documents; return a sentence about it.

    The engine keeps deleted documents for a copy of a shard that might need them to catch up, and
    notes twice a minute that none does; this waits for that.

    Raises:
        EngineError: It cannot be reached, does not end in time, or keeps some for a copy.
    """
    changed = engine.request("PUT", f"/{engine.alias}/_settings", ALLOWED, ignore=[404])
    if changed.get("error"):
        return "The search engine has no index."
    _flush(engine)
    is_released = _wait_for_copies(engine)
    _flush(engine)
    only = {"only_expunge_deletes": "true"}
    engine.request("POST", f"/{engine.alias}/_forcemerge", params=only, timeout=MERGING)
    if not is_released:
        raise EngineError(KEPT)
    return "Merged the segments of the search engine that had deleted sentences."


def _wait_for_copies(engine: "Engine") -> bool:
    """Wait until no copy needs what is deleted now; return whether it came to that."""
    end, deleted = monotonic() + COPIES_KNOWN, _last_operations(engine)
    while not _are_released(engine, deleted):
        if monotonic() >= end:
            return False
        sleep(PAUSE)
    return True


def _flush(engine: "Engine") -> None:
    engine.request("POST", f"/{engine.alias}/_flush", params={"force": "true"}, timeout=MERGING)


def _last_operations(engine: "Engine") -> dict[tuple[str, str], int]:
    """The number of the last operation of each shard."""
    return {place: shard["seq_no"]["max_seq_no"] for place, shard in _primaries(engine)}


def _are_released(engine: "Engine", operations: dict[tuple[str, str], int]) -> bool:
    """Whether no copy of a shard needs an operation up to these any more."""
    return all(
        lease["retaining_seq_no"] > operations.get(place, -1)
        for place, shard in _primaries(engine)
        for lease in shard["retention_leases"]["leases"]
    )


def _primaries(engine: "Engine") -> Iterator[tuple[tuple[str, str], Any]]:
    """Yield the statistics of each primary shard, with its index and number."""
    stats = engine.request("GET", f"/{engine.alias}/_stats/docs", params={"level": "shards"})
    for name, index in stats["indices"].items():
        for number, copies in index["shards"].items():
            for copy in copies:
                if copy["routing"]["primary"]:
                    yield (name, number), copy
