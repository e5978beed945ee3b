import sqlite3
from contextlib import closing, contextmanager
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stored import owned

from corpus.errors import DatabaseError
from corpus.store.chats import tallies
from corpus.store.chats.tallies import LONGEST, Event, Quoted
from corpus.store.store import Store

TODAY = date(2025, 3, 5)
YESTERDAY = TODAY - timedelta(days=1)


def test_counts_are_kept_when_the_store_is_opened_again(location):
    with closing(Store(location)) as store:
        store.tallies.count(YESTERDAY, Event.SURE)
        store.tallies.write()
        store.tallies.count(TODAY, Event.SURE, 2)  # written when the file is closed
    with closing(Store(location)) as store:
        assert store.tallies.since(YESTERDAY) == {Event.SURE: 3}
        assert store.tallies.since(TODAY) == {Event.SURE: 2}
        assert store.tallies.first_day() == YESTERDAY


class Noting:
    """A database that only notes the rows of each statement."""

    def __init__(self):
        self.rows = []

    @contextmanager
    def noting(self, *, durable):
        assert not durable
        yield self

    def executemany(self, _, rows):
        self.rows.append(list(rows))


def test_all_bots_write_their_counts_in_one_order():
    database = Noting()
    counting = tallies.Tallies(database)
    for day, event in [(TODAY, Event.SURE), (TODAY, Event.BAD), (YESTERDAY, Event.SURE)]:
        counting.count(day, event)
        counting.count_quoted(day, [7, 3])
    counting.write()
    assert [len(rows) for rows in database.rows] == [3, 4]
    assert database.rows == [sorted(rows) for rows in database.rows]


def test_before_anything_is_counted_there_is_no_first_day(store):
    store.tallies.write()
    assert store.tallies.first_day() is None
    assert store.tallies.since(date.min)[Event.GOOD] == 0


@given(st.lists(st.sampled_from([1, -1])), st.integers(0, 5))
def test_no_count_is_below_zero_whatever_is_taken_back(steps, split):
    with closing(Store(":memory:")) as store:
        for part in (steps[:split], steps[split:]):
            for step in part:
                store.tallies.count(TODAY, Event.BAD, step)
            store.tallies.write()
        assert store.tallies.since(TODAY)[Event.BAD] == max(
            max(sum(steps[:split]), 0) + sum(steps[split:]), 0
        )


def test_counts_of_90_days_ago_are_kept_and_older_ones_are_deleted(store):
    for day in (TODAY - LONGEST, TODAY - LONGEST - timedelta(days=1)):
        store.tallies.count(day, Event.SURE)
        store.tallies.count_quoted(day, [1])
    store.tallies.write()
    store.tallies.prune(TODAY)
    assert store.tallies.first_day() == TODAY - LONGEST


def test_when_there_is_nothing_to_delete_there_is_nothing_to_wait_for(file_store):
    file_store.tallies.count(TODAY, Event.SURE)
    file_store.tallies.write()
    with file_store.database.reading() as connection:
        before = connection.total_changes
        file_store.tallies.prune(TODAY)
        assert connection.total_changes == before


def test_only_the_librarys_articles_of_now_are_listed(store):
    for text, collection in [("It rained.", "library"), ("It snowed.", "library")]:
        store.add(owned(text, collection))
    store.add(owned("It hailed.", "7"))
    store.add(owned("It thawed.", "library"))
    store.tallies.count_quoted(TODAY, [1, 2, 9])
    store.tallies.count_quoted(YESTERDAY, [2])
    store.tallies.write()
    assert store.tallies.most_quoted(YESTERDAY, 5) == [Quoted(2, 2), Quoted(1, 1)]
    assert store.tallies.most_quoted(YESTERDAY, 1) == [Quoted(2, 2)]
    assert store.tallies.never_quoted(YESTERDAY, 5) == (1, [3])
    store.remove(owned("It thawed.", "library").id)
    assert store.tallies.never_quoted(YESTERDAY, 5) == (0, [])


def test_a_number_that_is_given_again_begins_at_zero(store):
    store.add(owned("It rained.", "library"))
    store.tallies.count_quoted(TODAY, [1])
    store.tallies.write()
    store.tallies.count_quoted(TODAY, [1])
    store.forget("library")
    store.add(owned("It snowed.", "library"))
    store.tallies.write()
    assert store.tallies.most_quoted(TODAY, 5) == []


def test_forgetting_a_chat_leaves_the_counts(store):
    store.tallies.count(TODAY, Event.GOOD)
    store.tallies.count_quoted(TODAY, [1])
    store.forget("7")
    store.move("8", "-1008")
    store.tallies.write()
    assert store.tallies.since(TODAY) == {Event.GOOD: 1}


def test_while_another_program_writes_counts_stay_in_memory(tmp_path):
    path = tmp_path / "quotewire.db"
    with closing(Store(path, busy_seconds=0)) as store:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            store.tallies.count(TODAY, Event.GOOD)
            with pytest.raises(DatabaseError):
                store.tallies.write()
        store.tallies.count(TODAY, Event.GOOD)
        store.tallies.write()
        assert store.tallies.since(TODAY) == {Event.GOOD: 2}


def test_memory_for_counts_of_articles_is_bounded(store, monkeypatch):
    monkeypatch.setattr(tallies, "MOST_UNWRITTEN", 2)
    store.tallies.count_quoted(TODAY, [1, 2, 3, 1])
    store.tallies.write()
    with store.database.reading() as connection:
        rows = connection.execute("SELECT number, count FROM quoted").fetchall()
    assert [tuple(row) for row in rows] == [(1, 2), (2, 1)]


def test_looking_for_articles_that_were_never_quoted_does_not_read_their_texts(file_store):
    with file_store.database.reading() as connection:
        select = f"EXPLAIN QUERY PLAN SELECT count(*) {tallies.NEVER_QUOTED}"
        plan = [row["detail"] for row in connection.execute(select, ("library", "2025"))]
    assert plan[0] == "SEARCH article USING INDEX numbered (collection=?)"
