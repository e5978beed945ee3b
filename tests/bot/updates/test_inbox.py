from contextlib import closing
from datetime import UTC, datetime, timedelta

from bot.updates.inbox import Inbox, Waiting
from corpus.errors import CorpusError
from corpus.store.database.sqlite import SQLiteDatabase
from corpus.store.waiting_updates import forget_chat

MONDAY = datetime(2025, 3, 3, 12, tzinfo=UTC)


def update(number, text="who?"):
    return {"update_id": number, "message": {"text": text}}


def inbox_of(path, now=MONDAY):
    return Inbox(SQLiteDatabase(path), lambda: now)


def test_an_update_survives_restarts_until_it_is_closed(tmp_path):
    path = tmp_path / "quotewire.db"
    first = inbox_of(path)
    assert first.put([(5, update(7)), (-6, update(8))]) == [Waiting(7, 5), Waiting(8, -6)]
    first.close(7)
    second = inbox_of(path)
    assert second.waiting() == [Waiting(8, -6)]
    assert second.read(8) == (update(8), MONDAY)
    assert second.read(7) is second.read(99) is None


def test_a_duplicate_is_ignored_even_after_the_answer(tmp_path):
    inbox = inbox_of(tmp_path / "quotewire.db")
    inbox.put([(5, update(7))])
    assert inbox.put([(5, update(7)), (5, update(8))]) == [Waiting(8, 5)]
    inbox.close(7)
    assert inbox.put([(5, update(7))]) == []
    assert inbox.waiting() == [Waiting(8, 5)]


def test_an_update_is_deleted_after_a_day_and_its_number_after_two(tmp_path):
    path = tmp_path / "quotewire.db"
    inbox = inbox_of(path)
    inbox.put([(5, update(7)), (5, update(8))])
    inbox.close(7)
    later = inbox_of(path, MONDAY + timedelta(days=3))
    later.put([(5, update(9))])
    assert later.put([(5, update(7))]) == [Waiting(7, 5)]
    assert [number for number, _ in later.waiting()] == [7, 9]


def test_nothing_of_an_answered_update_stays_in_the_file(tmp_path):
    path = tmp_path / "quotewire.db"
    chat, number = 0x5A5A5A5A5A, 0x6B6B6B6B6B
    with closing(SQLiteDatabase(path)) as database:
        inbox = Inbox(database, lambda: MONDAY, b"key")
        inbox.put([(chat, update(number, "my secret"))])
        inbox.close(number)
        database.overwrite_log()
        data = path.read_bytes()
        for trace in (b"my secret", b"ZZZZZ", b"kkkkk"):
            assert trace not in data
        assert inbox.put([(chat, update(number))]) == []
        other = Inbox(database, lambda: MONDAY, b"another key")
        assert other.put([(chat, update(number))]) == [Waiting(number, chat)]


def test_a_forgotten_update_is_closed_by_whoever_reads_it(tmp_path):
    path = tmp_path / "quotewire.db"
    with closing(SQLiteDatabase(path)) as database:
        inbox = Inbox(database, lambda: MONDAY)
        inbox.put([(5, update(7)), (5, update(8)), (6, update(9))])
        with database.noting(durable=True) as connection:
            forget_chat(connection, "5")
            left = connection.execute("SELECT number, chat FROM inbox").fetchall()
        assert [tuple(row) for row in left] == [(7, 0), (8, 0), (9, 6)]
        assert inbox.read(7) is None
        assert inbox.waiting() == [Waiting(9, 6)]
        assert inbox.put([(5, update(7))]) == []


def test_an_answered_update_stays_answered_when_the_disk_is_full(tmp_path, monkeypatch, caplog):
    inbox = inbox_of(tmp_path / "quotewire.db")
    inbox.put([(5, update(7)), (5, update(8))])

    def full(*_, **__):
        raise CorpusError("quotewire.db", "cannot be written: the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr("corpus.store.database.sqlite.SQLiteDatabase.noting", full)
        inbox.close(7)
    assert "the disk is full" in caplog.text
    assert inbox.read(7) is None
    inbox.close(8)
    assert inbox.waiting() == []


def test_the_articles_version_does_not_change(tmp_path):
    with closing(SQLiteDatabase(tmp_path / "quotewire.db")) as database:
        before = database.version()
        Inbox(database).put([(5, update(7))])
        assert database.version() == before


def test_presses_that_wait_are_found_whatever_people_write(tmp_path):
    path = tmp_path / "quotewire.db"
    inbox = inbox_of(path)
    press = {"update_id": 2, "callback_query": {"id": "1"}}
    inbox.put([(5, update(1, 'a "callback_query" for you')), (5, press), (5, update(3))])
    assert inbox.left_asides() == {2}
    with closing(SQLiteDatabase(path)) as database, database.noting(durable=True) as connection:
        connection.execute("UPDATE inbox SET body = '\"callback_query\"'")
    assert inbox_of(path).left_asides() == set()
