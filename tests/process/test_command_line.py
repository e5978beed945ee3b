"""Commands that start a process, or are one."""

import re
import shlex
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from command_line import program
from files import PAGE
from web_server import page, web

from corpus.store.store import Store
from corpus.store.subscriptions import Followed

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["quotewire"])
    return lambda *words: CliRunner().invoke(program, words)


def test_a_closed_standard_output_is_no_error(db):
    command = f"exec {shlex.quote(sys.executable)} -m bot sources >&-"
    result = subprocess.run(["sh", "-c", command], stderr=subprocess.PIPE, text=True)
    assert (result.returncode, result.stderr) == (0, "")
    assert not db.exists()


@pytest.mark.parametrize("command", [["read"], ["add"], ["ask", "who", "--article"]])
def test_a_refused_file_is_one_line(tmp_path, command):
    (tmp_path / "a.docx").write_bytes(b"PK\3\4 damaged")
    words = [sys.executable, "-m", "bot", *command, tmp_path / "a.docx"]
    result = subprocess.run(words, capture_output=True, text=True)
    assert result.returncode == 2
    assert re.fullmatch(r"quotewire: [^\n]*a\.docx: is a damaged[^\n]*\n", result.stderr)


def test_a_link_is_added_and_a_feed_followed(run, monkeypatch):
    rss = (
        b"<rss version='2.0'><channel><title>C</title><item><link>/a</link></item></channel></rss>"
    )
    pages = {"/rss": page(rss, "application/rss+xml"), "/a": page()}
    monkeypatch.setenv("QUOTEWIRE_FETCH_HOSTS", "localhost")
    with web(pages) as (host, _):
        assert run("follow", f"{host}/rss").stdout.startswith(f"Following C ({host}/rss)")
        assert run("feeds").stdout == f"{host}/rss  C\n"
        assert run("refresh").stdout == "1 new article, 0 updated articles\n"
        assert run("add", f"{host}/a").stdout.startswith("Already added: New ferry")
        assert run("unfollow", f"{host}/rss").stdout == f"Stopped following {host}/rss\n"
        assert run("feeds").stdout == ""
        assert "is not followed" in run("unfollow", f"{host}/rss").stderr
        failed = run("add", f"{host}/a", "http://localhost:1/")
        assert failed.exit_code == 1
        assert "its server cannot be reached" in failed.stderr


def test_refreshing_keeps_a_chats_feeds_within_its_quota(run, db, monkeypatch):
    rss = (
        b"<rss version='2.0'><channel><title>C</title><item><link>/a</link></item></channel></rss>"
    )
    pages = {"/rss": page(rss, "application/rss+xml"), "/a": page()}
    monkeypatch.setenv("QUOTEWIRE_FETCH_HOSTS", "localhost")
    monkeypatch.setenv("QUOTEWIRE_MOST_ARTICLES", "0")
    with web(pages) as (host, asked), closing(Store(db)) as store:
        due = datetime(2025, 3, 3, tzinfo=UTC)
        store.subscriptions.follow(Followed("7", f"{host}/rss", "C", None, None, due, 0))
        assert run("refresh").stdout == "0 new articles, 0 updated articles\n"
        assert asked == []


def test_a_changed_page_is_updated_and_its_earlier_text_can_be_shown(run, monkeypatch):
    pages = {"/a": page()}
    monkeypatch.setenv("QUOTEWIRE_FETCH_HOSTS", "localhost")
    with web(pages) as (host, _):
        added = run("add", f"{host}/a").stdout
        old = re.search(r"\(([0-9a-f]{16})\)", added).group(1)
        pages["/a"] = page(PAGE.replace("412", "431").encode())
        assert run("refresh").stdout == "0 new articles, 0 updated articles\n"
        assert run("refresh", "--all").stdout == "0 new articles, 1 updated article\n"
    assert "431 passengers" in run("ask", "how many passengers").stdout
    assert f"Earlier version: {old}" in run("show", "1").stdout
    shown = run("show", old).stdout
    assert shown.startswith(
        "This is an earlier version, which is not searched. The current one is [1]."
    )
    assert "412 passengers" in shown
