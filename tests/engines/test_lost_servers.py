"""The store, when its PostgreSQL server is killed, comes back, or is replaced by its standby."""

import signal
from contextlib import closing
from datetime import UTC, datetime

import psycopg
import pytest
from patience import PATIENCE
from starting import wait_until
from stored import owned, texts

from corpus.errors import DatabaseError
from corpus.store.database import postgresql as module
from corpus.store.database import postgresql_connection
from corpus.store.store import Store
from corpus.store.waiting_updates import Stored, WaitingUpdates

NOW = datetime(2025, 3, 3, 12, tzinfo=UTC)
STATES = "SELECT sync_state FROM pg_stat_replication"


def test_what_a_killed_server_had_acknowledged_is_there_when_it_is_back(
    postgresql, postgresql_url, ferry, monkeypatch
):
    monkeypatch.setattr(module, "REST_SECONDS", 0)
    with closing(Store(postgresql_url)) as store:
        store.add(ferry)
        postgresql.kill()
        with pytest.raises(DatabaseError, match="cannot be reached") as raised:
            store.count("library")
        assert raised.value.is_busy
        postgresql.start()
        assert texts(store) == [ferry.text]


def test_a_change_that_a_server_forgot_is_not_taken_for_the_next_one_with_its_number(
    postgresql, postgresql_url, ferry, monkeypatch
):
    execute = psycopg.Connection.execute

    def executed(connection, query, *rest, **options):
        if query == "COMMIT":
            monkeypatch.setattr(psycopg.Connection, "execute", execute)
            postgresql.stop(signal.SIGQUIT)
            postgresql.start()
            for _ in range(20):
                postgresql.execute("SELECT pg_current_xact_id()")
        return execute(connection, query, *rest, **options)

    with closing(Store(postgresql_url)) as store:
        monkeypatch.setattr(psycopg.Connection, "execute", executed)
        with pytest.raises(DatabaseError):
            store.add(ferry)
        assert texts(store) == []


def test_after_an_attempt_to_connect_in_vain_the_next_one_waits(
    postgresql, postgresql_url, monkeypatch
):
    with closing(Store(postgresql_url)) as store:
        postgresql.kill()
        with pytest.raises(DatabaseError):
            store.count("library")
        monkeypatch.setattr(postgresql_connection.psycopg, "connect", None)  # not called again
        with pytest.raises(DatabaseError, match="cannot be reached"):
            store.count("library")


def test_the_standby_takes_over_with_all_that_was_acknowledged(postgresql_pair, monkeypatch):
    monkeypatch.setattr(module, "REST_SECONDS", 0)
    pair = postgresql_pair
    with closing(Store(pair.url(pair.primary.create()))) as store:
        store.add(owned("It rained.", "library"))
        pair.primary.kill()
        with pytest.raises(DatabaseError) as raised:
            store.add(owned("It snowed.", "library"))
        assert raised.value.is_busy  # the standby can only be read
        pair.standby.promote()
        store.add(owned("It hailed.", "library"))
        assert texts(store) == ["It rained.\n", "It hailed.\n"]


def test_without_its_standby_a_server_is_not_waited_for_for_ever(postgresql_pair, monkeypatch):
    waits = []

    def bounded(connection, seconds):
        waits.append(seconds)
        return postgresql_connection.bounded(connection, seconds)

    pair = postgresql_pair
    with closing(Store(pair.url(pair.primary.create()))) as store:
        store.add(owned("It rained.", "library"))
        pair.standby.kill()
        monkeypatch.setattr(module, "STANDBY_SECONDS", 0.6)
        monkeypatch.setattr(module, "bounded", bounded)
        for _ in range(2):  # the second time it is there, but on the first server alone
            with pytest.raises(DatabaseError, match="standby has not") as raised:
                store.add(owned("It snowed.", "library"))
            assert not raised.value.is_busy
        assert waits == [0.6, module.IMPATIENT_SECONDS]
        pair.standby.start()
        monkeypatch.setattr(module, "IMPATIENT_SECONDS", PATIENCE)
        wait_until(lambda: pair.primary.execute(STATES) == [("sync",)], PATIENCE, str)
        assert store.add(owned("It hailed.", "library"))


def test_without_its_standby_an_update_is_closed_all_the_same(postgresql_pair):
    pair = postgresql_pair
    with closing(Store(pair.url(pair.primary.create()))) as store:
        updates = WaitingUpdates(store.database)
        updates.put([Stored(1, 7, "{}", NOW)], NOW)
        pair.standby.kill()
        with postgresql_connection.bounded(store.database.live(), PATIENCE) as was_ended:
            updates.mark(1, under_way=True)
            updates.close_at_once([1, 2], NOW)
            updates.close_at_once([3], NOW)  # is not there, such as after a day
        assert not was_ended()
        assert updates.knows(3)
