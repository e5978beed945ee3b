"""How often things happen, counted by several connections to one PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing

import pytest

from corpus.errors import DatabaseError
from corpus.store.chats.rates import Rates
from corpus.store.database.opening import open_database


@pytest.fixture
def opened(postgresql_url):
    """Opens another connection to the database."""
    with ExitStack() as stack:
        yield lambda seconds=10.0: stack.enter_context(
            closing(open_database(postgresql_url, seconds))
        )


@pytest.fixture
def two(opened):
    return Rates(opened()), Rates(opened())


def rows(database):
    with database.reading() as connection:
        return connection.execute("SELECT count(*) FROM rate").fetchone()[0]


def test_a_limit_holds_for_two_connections_at_once(two):
    def takes(rates):
        return sum(rates.take(1, 50, 60.0)[0] for _ in range(100))

    with ThreadPoolExecutor(2) as threads:
        taken = list(threads.map(takes, two))
    assert sum(taken) == 50


def test_each_connection_learns_of_the_events_of_the_other(two):
    one, other = two
    one.take(1, 2, 60.0, age=5.0)
    is_taken, (older, newer) = other.take(1, 2, 60.0)
    assert is_taken
    assert 5 <= older < 10
    assert 0 <= newer < 5
    is_taken, ages = one.take(1, 2, 60.0)
    assert not is_taken
    assert len(ages) == 2
    assert other.take(2, 2, 60.0)[0]


def test_what_is_older_than_the_period_does_not_count(two):
    one, other = two
    assert one.take(1, 1, 60.0, age=59.0)[0]
    assert not other.take(1, 1, 60.0)[0]
    assert one.take(2, 1, 60.0, age=61.0)[0]
    assert other.take(2, 1, 60.0)[0]


def test_a_request_that_waited_counts_as_of_its_arrival(two):
    one, other = two
    assert one.take(1, 1, 60.0, age=100.0)[0]
    assert not other.take(1, 1, 60.0, age=50.0)[0]
    assert other.take(1, 1, 60.0)[0]


def test_what_counts_no_more_is_deleted(opened):
    database = opened()
    rates = Rates(database)
    rates.take(1, 5, 0.0)
    rates.take(2, 5, 60.0)
    rates.prune()
    assert rows(database) == 1


def test_counting_begins_while_another_process_changes_articles(opened):
    Rates(opened())
    with opened().changing():
        assert Rates(opened(0.05)).take(1, 5, 60.0)[0]


def test_who_cannot_count_waits_no_longer_than_for_any_change(opened):
    rates, holder = Rates(opened(0.05)), opened()
    rates.take(1, 5, 60.0)
    with holder.changing() as connection:
        connection.execute("SELECT 1 FROM rate FOR UPDATE")
        with pytest.raises(DatabaseError) as caught:
            rates.take(1, 5, 60.0)
    assert caught.value.is_busy
    is_taken, ages = rates.take(1, 5, 60.0)
    assert is_taken
    assert len(ages) == 2
