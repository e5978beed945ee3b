import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from corpus.errors import CorpusError
from corpus.reading import read_article
from corpus.store import APPLICATION_ID, SCHEMA_VERSION, Store


@pytest.fixture
def store(tmp_path):
    with closing(Store(tmp_path / "quotewire.db")) as opened:
        yield opened


def article(text):
    return read_article(f"{text}\n".encode(), "note.txt")


def test_an_article_comes_back_as_it_was_added(store, ferry):
    assert store.add(ferry)
    kept = store.article(ferry.id)
    assert kept.added is not None
    assert abs((datetime.now(UTC) - kept.added).total_seconds()) < 60
    names = "id text title spans left_out title_span source url published language author".split()
    assert [getattr(kept, name) for name in names] == [getattr(ferry, name) for name in names]


def test_left_out_stretches_come_back(store):
    page = article("Storm\nSupport our newsroom: donate today!\nThe storm cut power to 300 homes.")
    assert page.left_out
    store.add(page)
    assert store.article(page.id).left_out == page.left_out


def test_the_same_text_is_stored_once(store, ferry):
    assert store.add(ferry)
    assert not store.add(ferry)
    assert store.ids() == [ferry.id]


def test_articles_come_in_the_order_of_adding(store, ferry, bridge):
    store.add(bridge)
    store.add(ferry)
    assert [kept.id for kept in store.articles()] == [bridge.id, ferry.id]


def test_a_removed_article_is_gone(store, ferry):
    store.add(ferry)
    assert store.remove(ferry.id)
    assert not store.remove(ferry.id)
    assert store.article(ferry.id) is None


def test_an_article_removed_elsewhere_meanwhile_is_passed_over(store, ferry, bridge):
    store.add(ferry)
    store.add(bridge)
    articles = store.articles()
    assert next(articles).id == ferry.id
    with closing(Store(store.path)) as other:
        other.remove(bridge.id)
    assert list(articles) == []


def test_the_version_changes_with_every_change_here_and_elsewhere(store, ferry, bridge):
    versions = [store.version(), store.version()]
    assert versions[0] == versions[1]
    store.add(ferry)
    versions.append(store.version())
    with closing(Store(store.path)) as other:
        other.add(bridge)
    versions.append(store.version())
    store.remove(ferry.id)
    versions.append(store.version())
    assert len(set(versions)) == 4


def test_folders_on_the_way_are_made(tmp_path, ferry):
    path = tmp_path / "a" / "b" / "quotewire.db"
    with closing(Store(path)) as store:
        store.add(ferry)
    with closing(Store(path)) as store:
        assert store.ids() == [ferry.id]


def test_the_file_says_whose_it_is_and_of_which_version(store):
    with closing(sqlite3.connect(store.path)) as raw:
        assert raw.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert raw.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def refusal(path):
    with pytest.raises(CorpusError) as caught:
        Store(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    return caught.value.reason


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("Not a database, just a long enough line of ordinary text.\n" * 40)
    before = path.read_bytes()
    assert "not a Quotewire database" in refusal(path)
    assert path.read_bytes() == before


def test_another_programs_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE songs (name TEXT)")
    before = path.read_bytes()
    assert "another program" in refusal(path)
    assert path.read_bytes() == before


def test_a_newer_database_is_refused(store):
    with closing(sqlite3.connect(store.path)) as raw:
        raw.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    assert "newer version" in refusal(store.path)


def test_a_damaged_database_is_named(store, ferry):
    store.add(ferry)
    store.close()
    data = bytearray(store.path.read_bytes())
    data[100:4096] = os.urandom(3996)
    store.path.write_bytes(data)
    assert "damaged" in refusal(store.path)


def test_a_folder_in_place_of_the_file_is_named(tmp_path):
    assert "cannot be opened" in refusal(tmp_path)


def test_a_file_in_place_of_the_folder_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    assert "cannot be opened" in refusal(tmp_path / "file" / "quotewire.db")


def test_a_locked_database_is_named_and_nothing_is_lost(store, ferry, bridge, monkeypatch):
    store.add(ferry)
    monkeypatch.setattr("corpus.store.BUSY_SECONDS", 0.05)
    with closing(Store(store.path)) as impatient, closing(sqlite3.connect(store.path)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        with pytest.raises(CorpusError, match="another program"):
            impatient.add(bridge)
        writer.rollback()
        assert impatient.ids() == [ferry.id]


def test_a_read_only_database_is_named(store, ferry):
    store.add(ferry)
    with closing(Store(store.path)) as other:
        other._connection.execute("PRAGMA query_only = 1")  # noqa: SLF001 - root may write to any file
        with pytest.raises(CorpusError, match="read-only"):
            other.remove(ferry.id)
    assert store.ids() == [ferry.id]


def test_a_full_disk_loses_nothing(store, ferry):
    store.add(ferry)
    (pages,) = store._connection.execute("PRAGMA page_count").fetchone()  # noqa: SLF001
    store._connection.execute(f"PRAGMA max_page_count = {pages}")  # noqa: SLF001
    with pytest.raises(CorpusError, match="disk is full"):
        store.add(article("A shower passed. " * 5000))
    assert store.article(ferry.id).text == ferry.text


ADD_MANY = """
import sys
from corpus.reading import read_article
from corpus.store import Store
store = Store(sys.argv[1])
for number in range(int(sys.argv[2])):
    text = f"Report {sys.argv[3]} number {number} came in. " * 200
    store.add(read_article(text.encode(), "note.txt"))
    print(number, flush=True)
"""


def adder(path, count, name):
    command = [sys.executable, "-c", ADD_MANY, str(path), str(count), name]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_two_processes_that_add_at_once_lose_nothing(tmp_path):
    path = tmp_path / "quotewire.db"
    adders = [adder(path, 30, name) for name in "AB"]
    assert [one.communicate()[1] or one.returncode for one in adders] == [0, 0]
    with closing(Store(path)) as store:
        assert len(store.ids()) == 60


@pytest.mark.parametrize("after", [0, 3, 11])
def test_a_killed_process_leaves_whole_articles_only(tmp_path, after):
    path = tmp_path / "quotewire.db"
    with adder(path, 1_000, "K") as process:
        for _ in range(after + 1):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    with closing(Store(path)) as store:
        kept = list(store.articles())
        assert len(kept) >= after + 1
        assert all(len(one.spans) == 200 and one.text.endswith("in. ") for one in kept)
        (state,) = store._connection.execute("PRAGMA integrity_check").fetchone()  # noqa: SLF001
        assert state == "ok"


def owned(text, collection):
    return replace(article(text), collection=collection)


def test_numbers_go_on_in_each_collection_and_are_not_given_twice(store):
    texts = [("It rained.", "library"), ("It snowed.", "7"), ("It hailed.", "library")]
    for text, collection in texts:
        store.add(owned(text, collection))
    assert [kept.number for kept in store.articles()] == [1, 1, 2]
    removed = store.article(owned("It hailed.", "library").id)
    store.remove(removed.id)
    store.add(owned("It thawed.", "library"))
    assert store.add(removed)  # put back
    assert [kept.number for kept in store.articles()] == [1, 1, 3, 2]


def test_the_same_text_in_two_collections_is_two_articles(store):
    assert store.add(owned("It rained.", "7"))
    assert store.add(owned("It rained.", "8"))
    assert not store.add(owned("It rained.", "8"))
    assert len(store.ids()) == 2


def test_a_collection_is_forgotten_to_the_last_byte(store):
    store.add(owned("Something nobody else may know.", "7"))
    store.add(owned("It rained.", "8"))
    assert store.forget("7") == 1
    assert [kept.collection for kept in store.articles()] == ["8"]
    files = [path.read_bytes() for path in store.path.parent.iterdir()]
    assert not any(b"nobody else" in data for data in files)
    assert store.forget("7") == 0


def test_usage_counts_one_collection_alone(store):
    for text, collection in (("It rained.", "7"), ("It snowed again.", "7"), ("Sun.", "8")):
        store.add(owned(text, collection))
    now = datetime.now(UTC)
    characters = len("It rained.\nIt snowed again.\n")
    assert store.usage("7", now - timedelta(hours=1)) == (2, characters, 2)
    assert store.usage("7", now + timedelta(hours=1)) == (2, characters, 0)
    assert store.usage("9", now) == (0, 0, 0)


OLD = """
CREATE TABLE article (position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL, source TEXT, url TEXT, published TEXT, added TEXT NOT NULL, language TEXT,
    text TEXT NOT NULL, title_span TEXT, spans TEXT NOT NULL, left_out TEXT NOT NULL) STRICT;
INSERT INTO article VALUES (2, 'a', 'A', NULL, NULL, NULL, '2025-01-01T00:00:00+00:00', NULL,
    'It rained.', 'null', '[[0, 10]]', '[]');
INSERT INTO article VALUES (5, 'b', 'B', NULL, NULL, NULL, '2025-01-01T00:00:00+00:00', NULL,
    'It snowed.', 'null', '[[0, 10]]', '[]');
PRAGMA user_version = 1;
"""


def test_a_file_of_the_first_version_is_brought_to_todays(tmp_path):
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(OLD + f"PRAGMA application_id = {APPLICATION_ID};")
    with closing(Store(path)) as store:
        first, second = (store.article(article_id) for article_id in ("a", "b"))
        assert (first.title, first.number, first.collection) == ("A", 1, "library")
        assert second.number == 2
        store.add(article("It hailed."))
        assert list(store.articles())[-1].number == 3
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)


def test_a_newer_text_from_an_address_takes_the_place_of_the_older(store):
    url = "https://courier.example/storm"
    first = replace(article("It rained."), url=url)
    store.add(article("It hailed."))
    store.add(first)
    assert store.add(replace(article("It rained a lot."), url=url))
    assert store.add(replace(first, collection="7"))
    assert not store.add(replace(article("It rained a lot."), url=url))
    kept = [(one.collection, one.number, one.text.strip()) for one in store.articles()]
    assert kept == [
        ("library", 1, "It hailed."), ("library", 2, "It rained a lot."), ("7", 1, "It rained."),
    ]  # fmt: skip
