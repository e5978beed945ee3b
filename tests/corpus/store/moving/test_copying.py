from contextlib import closing

import pytest
from every_table import contents, fill_every_table, orders
from ships import article, fill

from corpus.errors import CorpusError
from corpus.store.changes import NO_CHANGE
from corpus.store.database import schema
from corpus.store.database.opening import open_database
from corpus.store.moving import copying
from corpus.store.moving.copying import copy_all
from corpus.store.moving.tables import tables
from corpus.store.store import Store

ORDERED = ("feed", "page", "item", "unanswered")


def move(source, destination, report=lambda *_: None):
    with closing(open_database(source)) as old, closing(open_database(destination)) as new:
        return copy_all(old, new, report)


@pytest.fixture
def filled(tmp_path):
    path = tmp_path / "filled.db"
    fill_every_table(path)
    return path


def test_all_rows_of_all_tables_arrive(filled, tmp_path):
    moved = move(filled, tmp_path / "new.db")
    assert contents(tmp_path / "new.db") == contents(filled)
    assert moved == {
        name: len(rows) for name, rows in contents(filled).items() if name != "sqlite_sequence"
    }
    assert all(moved.values())


def test_a_table_that_the_schema_gets_is_not_forgotten(tmp_path, monkeypatch):
    table = "CREATE TABLE future (name TEXT NOT NULL, day INTEGER NOT NULL) STRICT;"
    monkeypatch.setattr("corpus.store.database.sqlite.UPGRADES", (*schema.UPGRADES, table))
    monkeypatch.setattr("corpus.store.database.sqlite.SCHEMA_VERSION", schema.SCHEMA_VERSION + 1)
    fill_every_table(tmp_path / "old.db")
    assert move(tmp_path / "old.db", tmp_path / "new.db")["future"] == 3


@pytest.mark.parametrize("batch", [1, 2, 500])
def test_batches_leave_nothing_out(batch, filled, tmp_path, monkeypatch):
    monkeypatch.setattr(copying, "BATCH", batch)
    move(filled, tmp_path / "new.db")
    assert contents(tmp_path / "new.db") == contents(filled)


def test_a_follower_of_the_changes_goes_on_where_it_was(tmp_path):
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    fill(old, 1, 2, 3)
    with closing(Store(old)) as store:
        last, _ = store.changes(NO_CHANGE)
    move(old, new)
    with closing(Store(new)) as store:
        assert store.changes(last) == (last, [])
        added = store.add(article(4)).article
        assert store.changes(last)[1] == store.positions()[-1:]
        assert added.number == 4


def test_numbers_of_what_is_gone_are_not_given_again(tmp_path):
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    fill(old, 1, 2, 3)
    with closing(Store(old)) as store:
        (*_, last) = store.positions()
        store.remove(store.at([last])[last].id)
    move(old, new)
    with closing(Store(new)) as store:
        assert store.add(article(4)).article.number == 4
        assert max(store.positions()) > last


@pytest.mark.parametrize("is_source", [True, False])
def test_what_is_not_empty_is_left_as_it_is(is_source, filled, tmp_path):
    other = filled if is_source else tmp_path / "other.db"
    if not is_source:
        fill(other, 1)
    before = contents(other)
    with pytest.raises(CorpusError, match="is not empty"):
        move(filled, other)
    assert contents(other) == before


def stopping_after(rows):
    """What ends the copying after so many rows."""

    def report(done, _):
        if done >= rows:
            raise KeyboardInterrupt

    return report


@pytest.mark.parametrize("rows", [1, 20, 70])
def test_an_interrupted_copy_can_be_made_again(rows, filled, tmp_path, monkeypatch):
    monkeypatch.setattr(copying, "BATCH", 1)
    before = contents(filled)
    with pytest.raises(KeyboardInterrupt):
        move(filled, tmp_path / "new.db", stopping_after(rows))
    assert contents(filled) == before
    move(filled, tmp_path / "new.db")
    assert contents(tmp_path / "new.db") == before


def test_a_copy_that_reads_differently_is_not_kept(filled, tmp_path, monkeypatch):
    inserted = copying._hash  # noqa: SLF001 - what is stored cannot be damaged from outside
    seen = []

    def damaged(row):
        seen.append(row)
        return inserted(row) + (seen.count(row) == 2 and row[1:2] == ("Ærø 10 – 你好 😀",))

    monkeypatch.setattr(copying, "_hash", damaged)
    with pytest.raises(CorpusError, match="stored something else"):
        move(filled, tmp_path / "new.db")
    monkeypatch.undo()
    move(filled, tmp_path / "new.db")
    assert contents(tmp_path / "new.db") == contents(filled)


def test_rows_keep_their_order(filled, tmp_path):
    move(filled, tmp_path / "new.db")
    assert orders(tmp_path / "new.db", *ORDERED) == orders(filled, *ORDERED)


def test_each_row_is_reported_when_it_is_copied_and_when_it_is_read_back(filled, tmp_path):
    reported = []
    moved = move(filled, tmp_path / "new.db", lambda *progress: reported.append(progress))
    total = 2 * sum(moved.values())
    assert {of for _, of in reported} == {total}
    done = [done for done, _ in reported]
    assert done == sorted(done)
    assert done[-1] == total


# PostgreSQL


def test_a_library_comes_back_from_postgresql_as_it_was(filled, tmp_path, postgresql_url):
    moved = move(filled, postgresql_url)
    assert move(postgresql_url, tmp_path / "back.db") == moved
    assert contents(tmp_path / "back.db") == contents(filled)
    assert orders(tmp_path / "back.db", *ORDERED) == orders(filled, *ORDERED)


def test_postgresql_has_no_other_tables_that_would_be_left_behind(postgresql_url):
    with closing(open_database(postgresql_url)) as database, database.reading() as connection:
        select = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        names = {name for (name,) in connection.execute(select)}
        assert names - {"quotewire"} == {table.name for table in tables(database)}


def test_postgresql_goes_on_with_the_numbers_and_changes(tmp_path, postgresql_url):
    old = tmp_path / "old.db"
    fill(old, 1, 2, 3)
    with closing(Store(old)) as store:
        (*_, last) = store.positions()
        store.remove(store.at([last])[last].id)
        seen, _ = store.changes(NO_CHANGE)
    move(old, postgresql_url)
    with closing(Store(postgresql_url)) as store:
        assert store.changes(seen) == (seen, [])
        assert store.add(article(4)).article.number == 4
        assert store.changes(seen)[1] == store.positions()[-1:]
        assert max(store.positions()) > last
    move(postgresql_url, tmp_path / "back.db")
    with closing(Store(tmp_path / "back.db")) as store:
        assert store.add(article(5)).article.number == 5


def test_an_interrupted_copy_leaves_postgresql_empty(filled, tmp_path, postgresql_url):
    with pytest.raises(KeyboardInterrupt):
        move(filled, postgresql_url, stopping_after(60))
    move(filled, postgresql_url)
    with pytest.raises(CorpusError, match="is not empty") as caught:
        move(filled, postgresql_url)
    assert "not-to-be-shown" not in str(caught.value)
    move(postgresql_url, tmp_path / "back.db")
    assert contents(tmp_path / "back.db") == contents(filled)


def test_a_nul_character_becomes_a_mark_in_postgresql(filled, tmp_path, postgresql_url):
    with closing(open_database(filled)) as database, database.changing() as connection:
        connection.execute("UPDATE incident SET words = ?", ("a\0b",))
    move(filled, postgresql_url)
    move(postgresql_url, tmp_path / "back.db")
    assert "a\ufffdb" in repr(contents(tmp_path / "back.db")["incident"])
