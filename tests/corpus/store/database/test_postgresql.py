"""What PostgreSQL adds to a database: a server that can go away, and others who use it."""

import re
import sys
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from threading import Thread

import psycopg
import pytest
from stored import article, owned, texts

from corpus.errors import CorpusError, DatabaseError
from corpus.sandbox.task import LONGEST_ADDRESS
from corpus.store.changes import NO_CHANGE
from corpus.store.database import postgresql as module
from corpus.store.database import postgresql_tables
from corpus.store.database.opening import open_database
from corpus.store.database.postgresql_connection import connect
from corpus.store.database.postgresql_errors import UNAVAILABLE, UNREACHABLE
from corpus.store.database.schema import SCHEMA_VERSION, UPGRADES
from corpus.store.database.sqlite import SQLiteDatabase
from corpus.store.store import Store
from corpus.store.subscriptions import Followed
from corpus.store.unanswered import Reason

NOW = datetime(2025, 3, 3, 12, tzinfo=UTC)
PASSWORD = "not-to-be-shown"
COLUMNS = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = ?"


@pytest.fixture
def url(databases, postgresql):
    """The address of a new database with the tables."""
    name = databases()
    yield postgresql.url(name)
    postgresql.start()
    postgresql.drop(name)


@pytest.fixture
def store(url):
    with closing(Store(url, busy_seconds=0.05)) as opened:
        yield opened


@pytest.fixture
def cut(postgresql, url):
    """End all connections to the database."""
    return lambda: postgresql.cut(url.rpartition("/")[2])


def run(*actions):
    """Do something in a thread each, all at once."""
    failed = []

    def tried(action):
        try:
            action()
        except BaseException as error:
            failed.append(error)

    threads = [Thread(target=tried, args=[action]) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed


def test_a_follower_misses_no_change_of_several_writers(store):
    """Without the lock, some commit after others with higher numbers, and are never seen."""
    each, writers = 25, 4

    def write(writer):
        with closing(Store(store.location)) as own:
            for number in range(each):
                own.add(owned(f"Report {number} of writer {writer}.", "library"))

    followed, last = set(), NO_CHANGE
    threads = [Thread(target=write, args=[writer]) for writer in range(writers)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        last, changed = store.changes(last)
        followed.update(store.positions() if changed is None else changed)
    followed.update(store.changes(last)[1])
    assert len(store.positions()) == each * writers
    assert set(store.positions()) <= followed


def test_a_statement_that_reads_is_repeated_after_a_lost_connection(store, cut, ferry):
    store.add(ferry)
    assert cut() == 1
    assert store.article(ferry.id) is not None


def test_a_change_is_made_after_a_lost_connection(store, cut, ferry):
    store.count("library")
    assert cut() == 1
    assert store.add(ferry)
    assert texts(store) == [ferry.text]


def test_a_connection_lost_within_a_change_undoes_it_and_it_can_be_tried_again(store, cut, ferry):
    def change():
        with store.database.changing() as connection:
            connection.execute("DELETE FROM collection")
            cut()
            connection.execute("DELETE FROM collection")

    kept = store.add(ferry).article
    with pytest.raises(DatabaseError) as raised:
        change()
    assert raised.value.is_busy
    assert store.add(owned("It rained.", "library")).article.number == kept.number + 1


def test_a_read_within_a_change_is_not_repeated_outside_it(store, cut):
    def change():
        with store.database.changing():
            cut()
            store.count("library")

    with pytest.raises(DatabaseError):
        change()


@pytest.fixture
def losing(cut, monkeypatch):
    """Lose the connection just before or just after a change is stored."""
    execute = psycopg.Connection.execute

    def lose(when):
        def executed(connection, query, *rest, **options):
            if query != "COMMIT":
                return execute(connection, query, *rest, **options)
            monkeypatch.setattr(psycopg.Connection, "execute", execute)
            if when == "after":
                execute(connection, query, *rest, **options)
            cut()
            return execute(connection, query, *rest, **options)

        monkeypatch.setattr(psycopg.Connection, "execute", executed)

    return lose


def test_a_change_whose_connection_is_lost_once_it_is_stored_has_been_made(store, losing, ferry):
    losing("after")
    assert store.add(ferry)
    assert texts(store) == [ferry.text]


def test_a_change_whose_connection_is_lost_before_it_is_stored_can_be_tried_again(
    store, losing, ferry
):
    losing("before")
    with pytest.raises(DatabaseError) as raised:
        store.add(ferry)
    assert raised.value.is_busy
    assert store.add(ferry)


@pytest.mark.parametrize("cause", ["no server", "another server"])
def test_when_nobody_knows_whether_a_change_is_stored_that_is_an_error_for_good(
    cause, store, losing, ferry, monkeypatch
):
    losing("after")
    if cause == "no server":
        monkeypatch.setattr(module, "OUTCOME_SECONDS", 0)
    else:  # a promoted standby counts its own transactions
        monkeypatch.setattr(module, "STATUS", "SELECT 'committed', '00000002' WHERE %s <> ''")
    with pytest.raises(DatabaseError, match="may or may not be stored") as raised:
        store.add(ferry)
    assert not raised.value.is_busy


def test_while_another_one_writes_a_change_waits_and_is_then_refused_as_busy(store, ferry):
    with closing(Store(store.location)) as other, other.database.changing():
        with pytest.raises(DatabaseError, match="is being written") as raised:
            store.add(ferry)
        assert raised.value.is_busy
        assert store.article(ferry.id) is None  # reading does not wait
        with store.database.noting(durable=True):
            pass  # nor does what changes no articles
    assert store.add(ferry)


def test_while_a_table_is_rewritten_reading_it_does_not_take_long_and_can_be_repeated(
    store, url, ferry
):
    store.add(ferry)
    with psycopg.connect(url) as other:
        other.execute("LOCK TABLE article")  # as VACUUM FULL does
        with pytest.raises(DatabaseError, match="is being written") as raised:
            store.article(ferry.id)
        assert raised.value.is_busy
    assert store.article(ferry.id)


def test_a_closed_database_stays_closed(store):
    store.close()
    with pytest.raises(DatabaseError, match="is closed") as raised:
        store.count("library")
    assert not raised.value.is_busy


def test_connecting_in_vain_takes_half_of_the_time_at_most(store, cut, monkeypatch):
    time, begun = [0.0], []

    def connecting(*_):
        begun.append(time[0])
        time[0] += 5
        raise DatabaseError(store.path, UNREACHABLE, UNAVAILABLE)

    store.count("library")
    monkeypatch.setattr(module, "monotonic", lambda: time[0])
    monkeypatch.setattr(module, "connect", connecting)
    cut()
    while time[0] < 100:
        with pytest.raises(DatabaseError, match="cannot be reached"):
            store.count("library")
        time[0] += 0.5
    assert 9 <= len(begun) <= 10


def test_two_processes_create_the_tables_at_once(postgresql_url):
    run(*[lambda: Store(postgresql_url).close()] * 3)
    with closing(Store(postgresql_url)) as store:
        assert texts(store) == []


def test_both_databases_have_the_same_tables_and_columns(store):
    with closing(SQLiteDatabase(":memory:")) as database, database.reading() as connection:
        tables = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
        names = [name for (name,) in connection.execute(tables) if "sqlite" not in name]
        ours = {
            (table, row["name"])
            for table in names
            for row in connection.execute(f"PRAGMA table_info({table})")
        }
    with store.database.reading() as connection:
        theirs = {tuple(row) for row in connection.execute(COLUMNS, ("public",))}
    own = {("quotewire", "version")} | {place for place in theirs if place[1] == "rowid"}
    assert theirs - own == ours


def test_an_older_database_is_upgraded(postgresql_url, monkeypatch):
    monkeypatch.setattr(postgresql_tables, "SCHEMA_VERSION", SCHEMA_VERSION - 1)
    monkeypatch.setattr(postgresql_tables, "UPGRADES", UPGRADES[:-1])
    monkeypatch.setattr(postgresql_tables, "INDEXES", "")
    with closing(Store(postgresql_url)) as store:
        store.add(article("It rained."))
    monkeypatch.undo()
    with closing(Store(postgresql_url)) as store:
        assert texts(store) == ["It rained.\n"]
        select = "SELECT version FROM quotewire"
        with store.database.reading() as connection:
            assert connection.execute(select).fetchone()[0] == SCHEMA_VERSION


def test_indexes_that_a_database_of_this_version_lacks_are_made(url):
    Store(url).close()
    with psycopg.connect(url) as connection:
        connection.execute("DROP INDEX inbox_free, inbox_held, recent_chat")
    Store(url).close()
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT indexname FROM pg_indexes").fetchall()
    assert {("inbox_free",), ("inbox_held",), ("recent_chat",)} <= {*found}


@pytest.mark.parametrize("within", [False, True])
def test_a_bot_goes_on_after_another_one_has_upgraded_the_tables(store, url, ferry, within):
    store.add(ferry)
    for _ in range(10):  # after some, the server keeps the statement prepared, with its columns
        assert store.article(ferry.id)
    with psycopg.connect(url) as connection:
        connection.execute("ALTER TABLE article ADD COLUMN more TEXT")
        connection.execute("CREATE OR REPLACE VIEW current AS SELECT * FROM article")
    if within:
        with pytest.raises(DatabaseError, match="upgraded") as raised:
            store.set_aside(ferry.id)
        assert raised.value.is_busy
        assert store.set_aside(ferry.id)
    else:
        assert store.article(ferry.id)


def test_a_newer_database_is_refused(store):
    with store.database.noting(durable=True) as connection:
        connection.execute("UPDATE quotewire SET version = version + 1")
    with pytest.raises(CorpusError, match="newer version of Quotewire"):
        Store(store.location)


def test_another_programs_database_is_refused(postgresql_url):
    with psycopg.connect(postgresql_url) as connection:
        connection.execute("CREATE TABLE article (id int)")
    with pytest.raises(CorpusError, match="another program's database"):
        Store(postgresql_url)


def test_an_older_server_is_refused(postgresql_url, monkeypatch):
    monkeypatch.setattr(postgresql_tables, "OLDEST", 99)
    with pytest.raises(CorpusError, match="Quotewire needs 99 or newer"):
        Store(postgresql_url)


def test_a_database_in_another_encoding_is_refused(postgresql):
    make = "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'"
    postgresql.execute(f"{make} TEMPLATE template0")
    with pytest.raises(CorpusError, match="is not in UTF-8"):
        Store(postgresql.url("latin"))
    postgresql.drop("latin")


def test_a_standby_is_said_to_be_one(store, postgresql):
    name = store.location.rpartition("/")[2]
    postgresql.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    with pytest.raises(DatabaseError, match="standby") as raised:
        Store(store.location)
    assert raised.value.is_busy


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda url: url.replace(PASSWORD, "guessed-one"), "refuses the user or the password"),
        (lambda url: url.replace("postgres:", "nobody:"), "refuses the user or the password"),
        (lambda url: f"{url}_missing", "does not exist"),
        (lambda url: re.sub(r":\d+/", ":1/", url), "cannot be reached"),
        (lambda url: f"{url}?sslmode={PASSWORD}", "is not an address"),
        (lambda url: f"{url}?sslmode=require", "does not speak TLS"),
        (lambda url: f"{url}?service=missing", "is a service"),
        (lambda url: f"{url}?{PASSWORD}", "is not an address"),
    ],
)
def test_no_error_shows_a_password(url, change, reason):
    address = change(url)
    with pytest.raises(CorpusError, match=reason) as raised:
        Store(address)
    shown = f"{raised.value} {raised.value!r} {raised.value.__cause__}"
    assert PASSWORD not in shown
    assert "guessed-one" not in shown
    assert raised.value.__suppress_context__


def test_no_error_shows_what_is_stored(store):
    with pytest.raises(DatabaseError) as raised, store.database.noting(durable=True) as it:
        it.execute("INSERT INTO introduced VALUES ('secret', 1), ('secret', 2)")
    assert "secret" not in f"{raised.value} {raised.value!r}"
    assert "secret" not in str(raised.value.__cause__)


@pytest.mark.parametrize(("state", "is_damaged"), [("XX000", False), ("XX001", True)])
def test_not_every_error_of_the_server_means_that_the_database_is_damaged(
    store, state, is_damaged
):
    raised = f"DO $$ BEGIN RAISE EXCEPTION USING errcode = '{state}'; END $$"
    with pytest.raises(DatabaseError) as caught, store.database.reading() as connection:
        connection.execute(raised)
    assert caught.value.is_damaged == is_damaged
    assert ("restore a backup" in caught.value.reason) == is_damaged


def test_an_error_that_is_ignored_within_a_change_is_raised_when_it_ends(store):
    def change():
        with store.database.noting(durable=True) as connection, suppress(psycopg.Error):
            connection.execute("SELECT * FROM nowhere")

    with pytest.raises(DatabaseError, match="has not stored a change"):
        change()


def test_without_psycopg_the_error_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    for name in [one for one in sys.modules if one.startswith("corpus.store.database.postgresql")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(CorpusError, match=r"pip install '.\[postgresql\]'") as raised:
        open_database(f"postgresql://me:{PASSWORD}@localhost/news")
    assert PASSWORD not in str(raised.value)


def test_nothing_waits_for_ever(store):
    with store.database.reading() as connection:
        for setting in ("statement_timeout", "idle_in_transaction_session_timeout"):
            assert connection.execute(f"SHOW {setting}").fetchone()[0] == "1min"
    with closing(connect(store.location, 1)) as raw:
        parameters = raw.info.get_parameters()
    assert parameters["tcp_user_timeout"] == "10000"
    assert parameters["connect_timeout"] == "5"


def test_the_address_can_set_what_is_usual_otherwise(url):
    with closing(connect(f"{url}?connect_timeout=7&application_name=desk", 1)) as raw:
        parameters = raw.info.get_parameters()
    assert (parameters["connect_timeout"], parameters["application_name"]) == ("7", "desk")


def test_a_nul_character_becomes_one_that_says_so_at_the_same_place(store):
    store.unanswered.add("7", "Who\0won?", NOW)
    assert [asked.question for asked in store.unanswered.questions()] == ["Who\ufffdwon?"]


def test_half_a_character_is_refused_as_with_sqlite(tmp_path, store):
    with closing(Store(tmp_path / "quotewire.db")) as other:
        for one in (other, store):
            with pytest.raises(UnicodeEncodeError):
                one.unanswered.add("7", "\ud800", NOW, Reason.NOT_FOUND)
            one.unanswered.add("7", "Who won?", NOW)


def test_an_address_may_be_longer_than_a_key_of_an_index(store):
    url = "https://courier.example/" + "".join(map(str, range(2000)))
    store.add(replace(owned("It rained.", "7"), url=url))
    assert store.numbered("7", 1).url == url
    feed = Followed("7", url[:LONGEST_ADDRESS], "A", None, None, NOW, 0)
    assert store.subscriptions.follow(feed, [url])
    assert not store.subscriptions.follow(feed)
