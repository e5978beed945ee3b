"""Whose turn it is to feed the engine."""

from contextlib import closing

import pytest
from starting import wait_until

from bot.library.opensearch.feeding.turns import turn_of
from corpus.store.store import Store

PATIENCE = 60  # seconds until the server has noticed


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request, tmp_path):
    if request.param == "sqlite":
        return tmp_path / "quotewire.db"
    return request.getfixturevalue("postgresql_url")


def test_it_is_the_turn_of_one_until_it_ends(location):
    with closing(Store(location)) as first, closing(Store(location)) as second:
        mine, theirs = turn_of(first), turn_of(second)
        assert [mine.acquire(), mine.acquire()] == [True, True]
        assert not theirs.acquire()
        mine.release()
        assert theirs.acquire()
        assert not mine.acquire()
        theirs.release()


def test_it_ends_with_the_connection_of_a_server(postgresql_url):
    first = Store(postgresql_url)
    assert turn_of(first).acquire()
    with closing(Store(postgresql_url)) as second:
        assert not turn_of(second).acquire()
        first.close()
        wait_until(turn_of(second).acquire, PATIENCE, lambda: "the lock was not freed")
