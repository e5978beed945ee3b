from contextlib import closing

import psycopg
import pytest
from every_table import contents, fill_every_table
from ships import fill

from bot.upkeep.single_bot import only_bot
from corpus.store.bots.session import BOTS
from corpus.store.moving import copying
from corpus.store.store import Store

PASSWORD = "not-to-be-shown"


def test_a_library_moves_to_a_new_file(run, tmp_path):
    fill(tmp_path / "old.db", 1, 2)
    result = run("migrate", tmp_path / "old.db", tmp_path / "new.db")
    assert (result.exit_code, result.stderr) == (0, "")
    assert f" to {tmp_path / 'new.db'}, and read them back.\n" in result.stdout
    assert contents(tmp_path / "new.db") == contents(tmp_path / "old.db")


def test_an_address_of_another_kind_is_not_taken_for_a_file(run, tmp_path):
    fill(tmp_path / "old.db", 1)
    result = run("migrate", tmp_path / "old.db", f"mysql://me:{PASSWORD}@db.example/news")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "must be a file or an address such as postgresql://" in result.stderr
    assert PASSWORD not in result.output


def test_a_library_moves_to_postgresql_and_back_and_no_password_is_shown(
    run, tmp_path, postgresql_url
):
    assert PASSWORD in postgresql_url
    fill_every_table(tmp_path / "old.db")
    results = [
        run("migrate", tmp_path / "old.db", postgresql_url),
        run("migrate", postgresql_url, tmp_path / "new.db"),
        run("migrate", tmp_path / "old.db", postgresql_url),
        run("migrate", postgresql_url, postgresql_url),
        run("migrate", tmp_path / "old.db", postgresql_url.replace("/test_", "/missing_")),
        run("migrate", tmp_path / "old.db", postgresql_url.replace("shown", "guessed")),
    ]
    assert [result.exit_code for result in results] == [0, 0, 2, 2, 2, 2]
    assert all(result.stderr.count("\n") == 1 for result in results[2:])
    assert all("is not empty" in result.stderr for result in results[2:4])
    assert PASSWORD not in "".join(result.output for result in results)
    assert contents(tmp_path / "new.db") == contents(tmp_path / "old.db")


def test_a_source_that_is_not_there_leaves_no_destination(run, tmp_path):
    result = run("migrate", tmp_path / "none.db", tmp_path / "new.db")
    assert result.exit_code == 2
    assert result.stderr == f"quotewire: {tmp_path / 'none.db'}: does not exist\n"
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize("name", ["old.db", "new.db"])
def test_nothing_moves_while_a_bot_runs(name, run, tmp_path):
    fill(tmp_path / "old.db", 1)
    with only_bot(tmp_path / name):
        result = run("migrate", tmp_path / "old.db", tmp_path / "new.db")
    assert result.exit_code == 2
    assert "stop that one first" in result.stderr


def test_nothing_moves_while_a_bot_uses_postgresql(run, tmp_path, postgresql_url):
    with closing(Store(postgresql_url)), psycopg.connect(postgresql_url) as bot:
        bot.execute("SELECT pg_advisory_lock(%s::int, 1)", (BOTS,))
        result = run("migrate", postgresql_url, tmp_path / "new.db")
    assert result.exit_code == 2
    assert "stop that one first" in result.stderr
    assert run("migrate", postgresql_url, tmp_path / "new.db").exit_code == 0


def test_a_bot_that_starts_meanwhile_ends_the_copying(run, tmp_path, postgresql_url, monkeypatch):
    fill(tmp_path / "old.db", 1)
    copied = copying._hash  # noqa: SLF001 - the moment is within the copying
    with psycopg.connect(postgresql_url, autocommit=True) as bot:

        def hashed(row):
            bot.execute("SELECT pg_advisory_lock(%s::int, 1)", (BOTS,))
            return copied(row)

        with monkeypatch.context() as patched:
            patched.setattr(copying, "_hash", hashed)
            result = run("migrate", tmp_path / "old.db", postgresql_url)
    assert result.exit_code == 2
    assert "stop that one first" in result.stderr
    assert run("migrate", tmp_path / "old.db", postgresql_url).exit_code == 0


def test_an_interrupted_copy_says_that_nothing_was_kept(run, tmp_path, monkeypatch):
    fill(tmp_path / "old.db", 1, 2)

    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(copying, "_hash", interrupted)
        result = run("migrate", tmp_path / "old.db", tmp_path / "new.db")
    assert result.exit_code == 1
    assert result.stderr == f"Stopped; nothing was copied to {tmp_path / 'new.db'}.\n"
    assert run("migrate", tmp_path / "old.db", tmp_path / "new.db").exit_code == 0
