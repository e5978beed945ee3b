"""The commands over PostgreSQL."""

import pytest

PASSWORD = "not-to-be-shown"


@pytest.fixture
def served(run, postgresql_url, tmp_path, monkeypatch):
    """The program over a new PostgreSQL database, with its index in a folder of the test."""
    monkeypatch.setenv("QUOTEWIRE_DB", postgresql_url)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return run


def test_articles_are_added_asked_about_listed_edited_and_removed(served, files, tmp_path):
    assert served("add", files).stdout.count("Added ") == 2
    answer = served("ask", "Who leads the inspection?")
    assert (answer.exit_code, answer.stderr) == (0, "")
    assert "[2]" in answer.stdout
    assert served("edit", "2", "--source", "Herald").exit_code == 0
    assert "Herald" in served("sources").stdout
    assert served("remove", "2").exit_code == 0
    assert served("sources").stdout.count("sentences") == 1
    assert [path.suffix for path in (tmp_path / "data" / "quotewire").iterdir()] == [".index"]


@pytest.mark.parametrize(
    ("command", "program"), [("backup", "pg_dump"), ("restore", "pg_restore")]
)
def test_backups_are_left_to_postgresqls_own_programs(served, tmp_path, command, program):
    result = served(command, tmp_path / "copy.db")
    assert result.exit_code == 2
    assert result.stderr.endswith(f": is on a server; use {program} instead\n")
    assert PASSWORD not in result.output


def test_a_server_that_cannot_be_reached_is_one_line_without_the_password(served, monkeypatch):
    address = f"postgresql://me:{PASSWORD}@127.0.0.1:1/news"
    monkeypatch.setenv("QUOTEWIRE_DB", address)
    for words in (["sources"], ["ask", "Who?"], ["feeds"]):
        result = served(*words)
        assert result.exit_code == 2
        assert result.stderr == (
            "quotewire: postgresql://127.0.0.1:1/news: cannot be reached; check that the server "
            "runs, and its address\n"
        )
