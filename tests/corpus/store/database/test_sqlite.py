import asyncio
import os
import random
import sqlite3
import traceback
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from damage import undecodable
from fake_telegram import FastLoop
from stored import article, owned, texts

from corpus.errors import CorpusError, DatabaseError
from corpus.store.database import sqlite
from corpus.store.database.retrying import when_free
from corpus.store.database.schema import APPLICATION_ID, SCHEMA_VERSION
from corpus.store.store import Store
from corpus.store.waiting_updates import Stored, WaitingUpdates


def test_the_version_changes_with_every_change_by_this_or_another_connection(store, ferry, bridge):
    versions = [store.version(), store.version()]
    assert versions[0] == versions[1]
    store.add(ferry)
    versions.append(store.version())
    with closing(Store(store.path)) as other:
        other.add(bridge)
    versions.append(store.version())
    store.remove(ferry.id)
    versions.append(store.version())
    assert len(set(versions)) == 4


def test_missing_folders_are_created(tmp_path, ferry):
    path = tmp_path / "a" / "b" / "quotewire.db"
    with closing(Store(path)) as store:
        store.add(ferry)
    with closing(Store(path)) as store:
        assert texts(store) == [ferry.text]


def test_the_file_is_marked_as_ours_with_its_version(store):
    with closing(sqlite3.connect(store.path)) as raw:
        assert raw.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert raw.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def refusal(path):
    with pytest.raises(CorpusError) as caught:
        Store(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    return caught.value.reason


def test_a_file_that_is_not_a_database_is_refused_and_unchanged(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("Not a database, just a long enough line of ordinary text.\n" * 40)
    before = path.read_bytes()
    assert "not a Quotewire database" in refusal(path)
    assert path.read_bytes() == before


def test_another_programs_database_is_refused_and_unchanged(tmp_path):
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE songs (name TEXT)")
    before = path.read_bytes()
    assert "another program's" in refusal(path)
    assert path.read_bytes() == before


def test_a_newer_database_is_refused(store):
    with closing(sqlite3.connect(store.path)) as raw:
        raw.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    assert "newer version" in refusal(store.path)


def test_a_damaged_database_is_refused(store, ferry):
    store.add(ferry)
    store.close()
    data = bytearray(store.path.read_bytes())
    data[100:4096] = os.urandom(3996)
    store.path.write_bytes(data)
    assert "damaged" in refusal(store.path)


@pytest.mark.parametrize("word", ["ON article", "TEXT NOT"])
def test_a_damaged_schema_is_refused(store, ferry, word):
    store.add(ferry)
    store.close()
    undecodable(store.path, word)
    with pytest.raises(DatabaseError) as caught:
        Store(store.path)
    assert caught.value.is_damaged


def test_no_error_repeats_what_is_stored(store, ferry):
    store.add(ferry)
    store.close()
    undecodable(store.path, "ferry")
    with closing(Store(store.path)) as damaged, pytest.raises(DatabaseError) as caught:
        damaged.article(ferry.id)
    assert caught.value.is_damaged
    assert ferry.title not in "".join(traceback.format_exception(caught.value))


def test_a_folder_in_place_of_the_file_is_refused(tmp_path):
    assert "cannot be opened" in refusal(tmp_path)


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    assert "cannot be opened" in refusal(tmp_path / "file" / "quotewire.db")


def test_a_locked_database_is_reported_and_nothing_is_lost(store, ferry, bridge):
    store.add(ferry)
    with (
        closing(Store(store.path, busy_seconds=0.05)) as impatient,
        closing(sqlite3.connect(store.path)) as writer,
    ):
        writer.execute("BEGIN EXCLUSIVE")
        with pytest.raises(CorpusError, match="another program"):
            impatient.add(bridge)
        writer.rollback()
        assert texts(impatient) == [ferry.text]


def test_a_read_only_database_is_reported(store, ferry):
    store.add(ferry)
    with closing(Store(store.path)) as other:
        other.database._connection.execute("PRAGMA query_only = 1")  # noqa: SLF001 - file modes do not stop root
        with pytest.raises(CorpusError, match="read-only"):
            other.remove(ferry.id)
    assert texts(store) == [ferry.text]


def test_a_full_disk_loses_nothing(store, ferry):
    store.add(ferry)
    connection = store.database._connection  # noqa: SLF001 - a page limit stands for a full disk
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(CorpusError, match="disk is full"):
        store.add(article("A shower passed. " * 5000))
    assert store.article(ferry.id).text == ferry.text


@pytest.mark.parametrize("outlasts", [False, True])
def test_a_new_file_is_created_once_another_process_releases_it(tmp_path, monkeypatch, outlasts):
    path = tmp_path / "quotewire.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # like another process that creates the tables
        monkeypatch.setattr("corpus.store.database.sqlite.BUSY_SECONDS", 0 if outlasts else 60)
        monkeypatch.setattr(
            "corpus.store.database.sqlite.sleep", lambda _: other.execute("ROLLBACK")
        )
        if outlasts:
            with pytest.raises(CorpusError, match="written by another program"):
                Store(path)
        else:
            with closing(Store(path)) as store:
                assert store.add(article("It rained."))


def test_emptying_the_log_does_not_wait_for_readers(tmp_path):
    path = tmp_path / "quotewire.db"
    with closing(Store(path)) as store, closing(sqlite3.connect(path)) as reader:
        store.add(article("A ferry left."))
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM article").fetchone()
        store.add(article("Another ferry left."))
        store.database.overwrite_log()
        reader.execute("COMMIT")
        assert path.with_name("quotewire.db-wal").stat().st_size > 0
        store.database.overwrite_log()
        assert path.with_name("quotewire.db-wal").stat().st_size == 0


def test_forgetting_and_purging_do_not_wait_for_a_reader(tmp_path):
    path = tmp_path / "quotewire.db"
    log = path.with_name("quotewire.db-wal")
    with (
        closing(Store(path, busy_seconds=10**5)) as store,
        closing(sqlite3.connect(path)) as reader,
    ):
        store.add(owned("The secret ferry left.", "7"))
        store.add(owned("The secret plane left.", "8"))
        store.set_aside(owned("The secret plane left.", "8").id)
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM article").fetchone()
        assert store.forget("7") == 1
        assert store.purge(datetime.max.replace(tzinfo=UTC)) == 1
        reader.execute("COMMIT")
        assert b"secret" in log.read_bytes()
        store.erase_deleted()
        assert b"secret" not in log.read_bytes() + path.read_bytes()


def test_changes_wait_now_and_then_for_a_process_that_keeps_the_file(tmp_path, monkeypatch):
    clock = [100.0]
    monkeypatch.setattr("corpus.store.database.sqlite.monotonic", lambda: clock[0])
    path = tmp_path / "quotewire.db"
    with (
        closing(Store(path, busy_seconds=0.05)) as store,
        closing(sqlite3.connect(path, isolation_level=None)) as writer,
    ):
        writer.execute("BEGIN IMMEDIATE")
        waits = []
        with store.database.reading() as connection:
            connection.set_trace_callback(lambda said: "busy" in said and waits.append(said[-2:]))
        for after in (0, 0.5, 0.6, 0.1):
            clock[0] += after
            with pytest.raises(DatabaseError) as caught:
                store.add(article("It rained."))
            assert caught.value.is_busy
            store.erase_deleted()
        assert waits == [" 0", "50", " 0"]
        writer.execute("ROLLBACK")
        assert store.add(article("It rained."))
        assert waits == [" 0", "50", " 0", "50"]


class Kept:
    """An action that fails until a time by the loop's clock."""

    def __init__(self, until, code="SQLITE_BUSY"):
        self.until = until
        self.code = code
        self.tries = 0

    def __call__(self):
        self.tries += 1
        if asyncio.get_running_loop().time() < self.until:
            raise DatabaseError("a.db", "is in use", self.code)
        return self.tries


def test_an_action_is_repeated_until_the_database_is_free():
    with asyncio.Runner(loop_factory=FastLoop) as runner:
        assert 200 < runner.run(when_free(Kept(25))) < 300
        with pytest.raises(DatabaseError, match="in use"):
            runner.run(when_free(Kept(10**6), seconds=30))
        broken = Kept(10**6, "SQLITE_FULL")
        with pytest.raises(DatabaseError, match="in use"):
            runner.run(when_free(broken))
        assert broken.tries == 1


def test_no_copy_of_a_deleted_message_stays_beside_those_of_other_chats(tmp_path):
    chance = random.Random(9)  # SQLite (3.40) leaves a copy after the messages 79 and 239
    now = datetime(2025, 3, 3, tzinfo=UTC)
    with closing(Store(tmp_path / "quotewire.db")) as store:
        inbox = WaitingUpdates(store.database)
        for number in range(250):
            chat = chance.randrange(1, 30)
            body = f"Chat {chat}:" + "y" * chance.randrange(1500)
            inbox.put([Stored(number, chat, body, now)], now)
            if chance.random() < 0.7:
                inbox.close([number], now)
            if number % 10 == 9:
                store.forget(str(chat))
                store.erase_copies()
                files = [path.read_bytes() for path in tmp_path.iterdir()]
                assert not any(f"Chat {chat}:".encode() in data for data in files), number


def test_a_large_file_is_not_rewritten(tmp_path, ferry, monkeypatch):
    path = tmp_path / "quotewire.db"
    with closing(Store(path)) as store:
        store.add(replace(ferry, text=ferry.text * 1000))
        store.forget("library")
        before = path.stat().st_size
        monkeypatch.setattr(sqlite, "MOST_REWRITTEN", before - 1)
        store.erase_copies()
        assert path.stat().st_size == before
        monkeypatch.setattr(sqlite, "MOST_REWRITTEN", before)
        store.erase_copies()
        assert path.stat().st_size < before / 2


def test_copies_are_erased_again_if_another_process_was_writing(tmp_path, ferry):
    path = tmp_path / "quotewire.db"
    with closing(Store(path)) as store, closing(sqlite3.connect(path)) as other:
        store.add(ferry)
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseError, match="is being written") as raised:
            store.erase_copies()
        assert raised.value.is_busy
        other.execute("ROLLBACK")
        assert store.may_have_copies
        store.erase_copies()
        assert not store.may_have_copies
        store.forget("library")
        assert store.may_have_copies
