"""A database from an older version opens with all of its data."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from stored import article, articles_in

from corpus.article import LIBRARY, Article, LeftOut
from corpus.store.changes import NO_CHANGE
from corpus.store.database.schema import APPLICATION_ID, SCHEMA_VERSION
from corpus.store.items import Unseen
from corpus.store.recent_answers import StoredAnswer, microseconds
from corpus.store.store import Store
from corpus.store.subscriptions import Followed, Page
from corpus.store.unanswered import Reason
from corpus.store.waiting_updates import WaitingUpdates

DUMP = Path(__file__).with_name("version-6.sql")
CHAT = "-1007"
DAY = datetime(2025, 3, 5, tzinfo=UTC)
OLDER, NEWER = "71e507c240c1005c", "b18ea66b6ad75ada"
TOWER = "d34b6501d9cd0488"


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(DUMP.read_text(encoding="utf-8"))
        raw.execute(f"INSERT INTO inbox VALUES (40, {CHAT}, NULL, '2025-03-05T00:00:00+00:00')")
        raw.commit()
    return path


@pytest.fixture
def store(old):
    with closing(Store(old)) as opened:
        yield opened


def layout(connection):
    """The tables, indexes, triggers and views; SQLite keeps the text of their definitions."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master")
    return {(kind, name, " ".join((sql or "").split())) for kind, name, sql in rows}


def test_it_is_upgraded_to_the_layout_of_a_new_one(old, tmp_path):
    Store(old).close()
    Store(tmp_path / "new.db").close()
    with (
        closing(sqlite3.connect(old)) as raw,
        closing(sqlite3.connect(tmp_path / "new.db")) as new,
    ):
        assert layout(raw) == layout(new)
        assert raw.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)


def test_opening_it_again_changes_nothing_in_the_file(old):
    dumps = []
    for _ in range(2):
        Store(old).close()
        with closing(sqlite3.connect(old)) as raw:
            dumps.append(list(raw.iterdump()))
    assert dumps[0] == dumps[1]


def test_its_articles_are_kept_with_older_and_removed_texts(store):
    kept = [(one.collection, one.number, one.title) for one in articles_in(store)]
    assert kept == [
        (LIBRARY, 1, "Night ferry returns to Sund"),
        (LIBRARY, 2, "Fish market moves to the old harbour"),
        (CHAT, 1, "Choir sings in Sund"),
    ]
    ferry, market = store.listed(LIBRARY, 0, 9)
    assert [one.text for one in ferry.sentences] == [
        "The night ferry between Harwick and Sund sails again from Saturday.",
        "Tickets cost 14 euros, and children travel free.",
    ]
    assert (ferry.source, ferry.url) == ("Harwick Courier", "https://courier.example/ferry")
    assert market.left_out == (LeftOut(142, 184, "appeal for donations"),)
    assert [one.id for one in store.find_replaced(OLDER)] == [OLDER, NEWER]
    assert store.put_back(TOWER, LIBRARY).number == 3


def test_its_ids_are_still_those_of_its_texts(store):
    for kept in articles_in(store):
        again = Article(kept.text, kept.title, kept.spans, collection=kept.collection)
        assert store.article(again.id) == kept


def test_its_feeds_pages_questions_and_waiting_updates_are_kept(store):
    url = "https://courier.example/rss"
    feed = Followed(CHAT, url, "Harwick Courier", '"1"', None, DAY, 2)
    assert store.subscriptions.feeds() == [feed]
    links = [f"https://courier.example/{letter}" for letter in "abc"]
    assert store.subscriptions.unseen(feed, links) == [Unseen(links[2])]
    date = "Mon, 03 Mar 2025 00:00:00 GMT"
    page = Page(LIBRARY, 1, "https://courier.example/ferry", '"7"', date, DAY, 3600)
    assert store.subscriptions.pages() == [page]
    museum = ("When does the museum open?", "2025-03-05", Reason.NOT_FOUND)
    assert store.unanswered.questions() == [museum]
    updates = WaitingUpdates(store.database)
    assert updates.waiting() == [(41, int(CHAT))]
    assert "When does the ferry sail?" in updates.body(41)[0]
    with store.database.reading() as connection:
        chats = connection.execute("SELECT chat FROM inbox WHERE body IS NULL").fetchall()
    assert {chat for (chat,) in chats} == {0}


def test_its_changes_and_line_counts_are_continued(store):
    last, _ = store.changes(NO_CHANGE)
    assert last.number == 8
    (ferry,) = store.listed(LIBRARY, 0, 1)
    assert store.remove(ferry.id)
    assert store.changes(last)[1] == [1, 2]
    with store.database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM line").fetchone()[0] == 0
    assert store.usage(LIBRARY, DAY - timedelta(days=1)).articles == 1


def test_its_collections_can_be_forgotten(store):
    assert store.forget(CHAT) == 1
    assert store.subscriptions.feeds() == []
    assert store.unanswered.questions() == []
    assert WaitingUpdates(store.database).waiting() == []


def test_a_file_of_version_7_is_upgraded_with_its_ids(tmp_path):
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(DUMP.with_name("version-7.sql").read_text(encoding="utf-8"))
    Store(tmp_path / "new.db").close()
    with closing(Store(path)) as store:
        ferry, choir = articles_in(store)
        assert (ferry.id, choir.id) == ("48b3dafe3cc7ab96", "0683e3140402e300")
        assert store.find_replaced(OLDER)[1] == ferry
        assert (ferry.updated, ferry.headings, ferry.apart) == (None, (), None)
        assert not store.add(replace(ferry, number=None, added=None))
        (page,) = store.subscriptions.pages()
        assert (page.failing, page.error) == (None, None)
        (feed,) = store.subscriptions.feeds()
        assert store.subscriptions.unseen(feed, ["https://courier.example/a"]) == []
    with (
        closing(sqlite3.connect(path)) as raw,
        closing(sqlite3.connect(tmp_path / "new.db")) as new,
    ):
        assert layout(raw) == layout(new)


def test_a_file_of_version_8_is_upgraded_with_its_edits_and_failures(tmp_path):
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(DUMP.with_name("version-8.sql").read_text(encoding="utf-8"))
    Store(tmp_path / "new.db").close()
    with closing(Store(path)) as store:
        ferry, choir = articles_in(store)
        assert (ferry.title, choir.id) == ("Night ferry is back in Sund", "0683e3140402e300")
        (page,) = store.subscriptions.pages()
        assert (page.failing, page.error) == (DAY - timedelta(days=1), "is gone")
        choir = ("When does the choir sing?", "2025-03-05", Reason.NOT_FOUND)
        assert store.unanswered.questions() == [choir]
        assert WaitingUpdates(store.database).waiting() == [(41, int(CHAT))]
        answer = StoredAnswer(microseconds(DAY), int(CHAT), b"{}")
        store.recent_answers.store([answer])
        assert store.recent_answers.answers(DAY) == [answer]
    with (
        closing(sqlite3.connect(path)) as raw,
        closing(sqlite3.connect(tmp_path / "new.db")) as new,
    ):
        assert layout(raw) == layout(new)


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


def test_a_file_of_the_first_version_is_upgraded(tmp_path):
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(OLD + f"PRAGMA application_id = {APPLICATION_ID};")
    with closing(Store(path)) as store:
        first, second = (store.article(article_id) for article_id in ("a", "b"))
        assert (first.title, first.number, first.collection) == ("A", 1, "library")
        assert second.number == 2
        store.add(article("It hailed."))
        assert list(articles_in(store))[-1].number == 3
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
