import re
from contextlib import closing

import psycopg
import pytest
from patience import PATIENCE
from ships import fill
from starting import wait_until

from bot.upkeep.doctor import check_database
from bot.upkeep.server_checks import FEW, check_server
from corpus.store.database.opening import open_database


def lines(url):
    return [finding.line for finding in check_database(url)]


def about(url, *words):
    """The findings that contain one of some words."""
    return [line for line in lines(url) if any(word in line for word in words)]


def test_a_sound_server_and_what_it_has(postgresql, postgresql_url):
    fill(postgresql_url, 1, 2)
    shown = f"postgresql://127.0.0.1:{postgresql.port}/{postgresql_url.rpartition('/')[2]}"
    found = lines(postgresql_url)
    assert found[0] == f"ok the database {shown} can be written"
    assert found[1].startswith("ok PostgreSQL 1")
    assert found[1].endswith(" answers, in UTF8")
    assert found[2] == "ok its user may create and change the tables"
    assert found[-2:] == ["ok it contains 2 articles", "ok no messages are waiting for an answer"]


def test_no_finding_shows_the_password(postgresql_url):
    wrong = postgresql_url.replace("not-to-be-shown", "not-to-be-guessed")
    (line,) = lines(wrong)
    assert line.startswith("!! the database postgresql://127.0.0.1:")
    assert "not-to-be" not in "".join([*lines(postgresql_url), line])


def test_a_server_that_is_not_there_is_one_line():
    (line,) = lines("postgresql://quotewire:secret@127.0.0.1:1/quotewire")
    assert line.startswith("!! the database postgresql://127.0.0.1:1/quotewire ")
    assert "secret" not in line


@pytest.mark.parametrize(
    ("setting", "line"),
    [
        ("synchronous_commit = off", "!! synchronous_commit is off: a crash"),
        ("synchronous_commit = on", None),
    ],
)
def test_settings_that_lose_what_was_acknowledged(setting, line, postgresql_url):
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        name = postgresql_url.rpartition("/")[2]
        connection.execute(f"ALTER DATABASE {name} SET {setting}")
    found = about(postgresql_url, "synchronous_commit")
    assert [one[: len(line or "")] for one in found] == ([line] if line else [])


def test_a_user_who_does_not_own_the_tables(postgresql_url):
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE foreign_one (number INT)")
        connection.execute("CREATE ROLE stranger")
        try:
            with closing(open_database(postgresql_url)) as database:
                with database.reading() as reading:
                    reading.execute("SET ROLE stranger")
                found = [finding.line for finding in check_server(database)]
        finally:
            connection.execute("DROP ROLE stranger")
    assert found[1].startswith("!! its user may not create and change the tables: ")


def test_tables_of_others_in_the_same_schema_are_no_concern(postgresql, postgresql_url):
    name = postgresql_url.rpartition("/")[2]
    postgresql.execute("CREATE ROLE editor LOGIN PASSWORD 'pencil'")
    postgresql.execute(f"ALTER DATABASE {name} OWNER TO editor")
    try:
        url = re.sub("//.*@", "//editor:pencil@", postgresql_url)
        with closing(open_database(url)) as database:
            postgresql.execute("CREATE TABLE spatial_ref_sys (number INT)", database=name)
            found = [finding.line for finding in check_server(database)]
    finally:
        postgresql.drop(name)
        postgresql.execute("DROP ROLE editor")
    assert found[1] == "ok its user may create and change the tables"


def test_connections_of_others_count_whether_or_not_their_kind_may_be_seen(postgresql_url):
    def free(database, role):
        with database.reading() as reading:
            reading.execute(f"SET ROLE {role}")
        (line,) = [one.line for one in check_server(database) if "connections free" in one.line]
        return line

    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute("CREATE ROLE stranger")
        try:
            with closing(open_database(postgresql_url)) as database:
                wait_until(  # as others may be about to end
                    lambda: free(database, "stranger") == free(database, "postgres"), PATIENCE, str
                )
        finally:
            connection.execute("DROP ROLE stranger")


def test_a_server_with_few_connections_left(postgresql_url, monkeypatch):
    monkeypatch.setattr("bot.upkeep.server_checks.FEW", 1000)
    assert FEW < 60  # as many as the tests' server takes
    assert about(postgresql_url, "connections free")[0].startswith("!! only ")


def test_a_pool_by_transaction_is_a_problem(postgresql_url, monkeypatch):
    assert about(postgresql_url, "pooled") == []

    class Pooled:
        """A second connection that works through the first one's process of the server."""

        def __init__(self, database):
            self.reading = database.reading

        def close(self):
            pass

    with closing(open_database(postgresql_url)) as database:
        place = "bot.upkeep.server_checks.open_database"
        monkeypatch.setattr(place, lambda _: Pooled(database))
        found = [finding.line for finding in check_server(database)]
    assert any(line.startswith("!! connections are pooled by transaction") for line in found)


def test_a_server_that_does_not_flush_is_a_risk(postgresql_url):
    (line,) = about(postgresql_url, "fsync")  # as it is for the tests' server
    assert line == "!! fsync is off: a power cut can damage the database: set fsync = on"


def test_without_a_standby_that_is_said(postgresql_url):
    assert about(postgresql_url, "standby")[0].startswith("-- there is no standby: ")
