"""The starter of PostgreSQL: crashes, restarts, a standby, and nothing left behind."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from patience import PATIENCE
from postgresql import Server
from starting import wait_until

# Starts a server, prints its address and its folder, and is then killed.
KILLED = """
import os, signal
from postgresql import Server

server = Server().start()
print(server.url(), server.folder, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def execute(url, statement):
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


@pytest.mark.parametrize("stop", [Server.stop, Server.kill])
def test_what_was_committed_is_there_after_a_stop(stop, postgresql, postgresql_url):
    execute(postgresql_url, "CREATE TABLE kept AS SELECT 7 AS number")
    stop(postgresql)
    with pytest.raises(psycopg.OperationalError):
        execute(postgresql_url, "SELECT 1")
    postgresql.start()
    assert execute(postgresql_url, "SELECT * FROM kept") == [(7,)]


def test_a_server_is_killed_with_connections_open(postgresql, postgresql_url):
    with closing(psycopg.connect(postgresql_url)) as connection:
        connection.execute("SELECT 1")
        postgresql.kill()
        postgresql.start()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")


@pytest.mark.parametrize("time", ["once", "again"])
def test_each_test_has_a_database_of_its_own(time, postgresql_url):
    execute(postgresql_url, "CREATE TABLE only_here (number int)")
    assert execute(postgresql_url, "SELECT count(*) FROM only_here") == [(0,)], time


def test_a_database_begins_as_its_template(postgresql):
    template = postgresql.create()
    execute(postgresql.url(template), "CREATE TABLE kept AS SELECT 7 AS number")
    copy = postgresql.create(template)
    assert execute(postgresql.url(copy), "SELECT * FROM kept") == [(7,)]


def test_text_sorts_by_a_language_unless_a_column_says_otherwise(postgresql_url):
    order = "SELECT 'b' < 'C', 'b' < 'C' COLLATE \"C\""
    assert execute(postgresql_url, order) == [(True, False)]


def test_a_cut_ends_the_connections_to_one_database(postgresql, postgresql_url):
    with closing(psycopg.connect(postgresql_url)) as connection:
        assert postgresql.cut(postgresql_url.rpartition("/")[2]) == 1
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")


def test_a_wrong_password_is_refused(postgresql):
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        execute(postgresql.url().replace("not-to-be-shown", "guessed"), "SELECT 1")


def test_a_promoted_synchronous_standby_has_all_that_was_acknowledged(postgresql_pair):
    primary, standby = postgresql_pair.primary, postgresql_pair.standby
    url = postgresql_pair.url(primary.create())
    execute(url, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS number")
    primary.kill()
    standby.promote()
    assert execute(url, "SELECT count(*) FROM kept") == [(1000,)]
    execute(url, "DELETE FROM kept")


def test_nothing_is_left_of_a_server_whose_tests_were_killed(postgresql):
    died = subprocess.run(
        [sys.executable, "-c", KILLED],
        cwd=Path(__file__).parent,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1] / "support")},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    url, folder = died.stdout.split()
    wait_until(lambda: not Path(folder).exists(), PATIENCE, lambda: f"{folder} is still there")
    with pytest.raises(psycopg.OperationalError, match="refused"):
        execute(url, "SELECT 1")
    assert postgresql.is_running
