from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from stored import owned

from corpus.store.articles.arrivals import Arrivals
from corpus.store.store import Store

START = datetime(2025, 3, 5, tzinfo=UTC)


@pytest.fixture
def arrivals(store):
    return Arrivals(store.database)


def test_articles_come_in_once_in_the_order_of_their_positions(store, arrivals):
    assert arrivals.last() == 0
    assert arrivals.after(0, 2) is None
    for text, collection in (("It rained.", "library"), ("It snowed.", "7"), ("Sun.", "8")):
        store.add(owned(text, collection))
    batch = arrivals.after(0, 2)
    assert (len(batch.positions), batch.collections) == (2, {"library", "7"})
    rest = arrivals.after(batch.positions[-1], 2)
    assert (rest.positions[-1], rest.collections) == (arrivals.last(), {"8"})
    assert arrivals.after(rest.positions[-1], 2) is None


def test_an_article_that_is_removed_or_restored_does_not_come_in(store, arrivals):
    for text in ("It rained.", "It snowed."):
        store.add(owned(text, "7"))
    last = arrivals.last()
    store.set_aside(owned("It rained.", "7").id)
    assert not arrivals.any_in(["7"], range(1, 2))
    store.put_back(owned("It rained.", "7").id, "7")
    assert arrivals.any_in(["7"], range(1, 2))
    assert arrivals.after(last, 9) is None


def test_what_another_connection_adds_comes_in(store, arrivals):
    with closing(Store(store.location)) as other:
        other.add(owned("It rained.", "7"))
    assert arrivals.after(0, 9).collections == {"7"}


def test_only_some_collections_are_looked_at(store, arrivals):
    store.add(owned("It rained.", "7"))
    every = range(1, arrivals.last() + 1)
    assert arrivals.any_in(["library", "7"], every)
    assert not arrivals.any_in(["library", "8"], every)
    assert not arrivals.any_in(["7"], range(2, 9))


def test_articles_of_the_last_day_are_found_by_when_they_were_added(location):
    times = iter([START, START + timedelta(hours=1), START + timedelta(hours=2)])
    with closing(Store(location, lambda: next(times))) as store:
        for text in ("It rained.", "It snowed.", "Sun."):
            store.add(owned(text, "7"))
        arrivals = Arrivals(store.database)
        assert arrivals.before(START) == 0
        assert arrivals.before(START + timedelta(minutes=1)) == 1
        assert arrivals.before(START + timedelta(hours=3)) == 3
