import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import CorpusError
from corpus.reading import read_article
from corpus.store import store as store_module
from corpus.store.articles import MOST_OLDER
from corpus.store.changes import NO_CHANGE
from corpus.store.schema import APPLICATION_ID, SCHEMA_VERSION
from corpus.store.store import Store
from corpus.store.subscriptions import Followed


@pytest.fixture
def store(tmp_path):
    with closing(Store(tmp_path / "quotewire.db")) as opened:
        yield opened


def texts(store):
    return [kept.text for kept in store.articles()]


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
    assert texts(store) == [ferry.text]


def test_articles_come_in_the_order_of_adding(store, ferry, bridge):
    store.add(bridge)
    store.add(ferry)
    assert [kept.id for kept in store.articles()] == [bridge.id, ferry.id]


def test_a_removed_article_is_gone(store, ferry):
    store.add(ferry)
    assert store.remove(ferry.id)
    assert not store.remove(ferry.id)
    assert store.article(ferry.id) is None


def test_an_article_removed_elsewhere_meanwhile_is_passed_over(store, ferry, bridge, monkeypatch):
    monkeypatch.setattr(store_module, "AT_ONCE", 1)
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
        assert texts(store) == [ferry.text]


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
    monkeypatch.setattr("corpus.store.database.BUSY_SECONDS", 0.05)
    with closing(Store(store.path)) as impatient, closing(sqlite3.connect(store.path)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        with pytest.raises(CorpusError, match="another program"):
            impatient.add(bridge)
        writer.rollback()
        assert texts(impatient) == [ferry.text]


def test_a_read_only_database_is_named(store, ferry):
    store.add(ferry)
    with closing(Store(store.path)) as other:
        other.database._connection.execute("PRAGMA query_only = 1")  # noqa: SLF001 - root may write to any file
        with pytest.raises(CorpusError, match="read-only"):
            other.remove(ferry.id)
    assert texts(store) == [ferry.text]


def test_a_full_disk_loses_nothing(store, ferry):
    store.add(ferry)
    (pages,) = store.database._connection.execute("PRAGMA page_count").fetchone()  # noqa: SLF001
    store.database._connection.execute(f"PRAGMA max_page_count = {pages}")  # noqa: SLF001
    with pytest.raises(CorpusError, match="disk is full"):
        store.add(article("A shower passed. " * 5000))
    assert store.article(ferry.id).text == ferry.text


@pytest.mark.parametrize("outlasts", [False, True])
def test_a_new_file_is_laid_out_when_another_process_lets_go_of_it(
    tmp_path, monkeypatch, outlasts
):
    path = tmp_path / "quotewire.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # as a second program does that lays it out
        monkeypatch.setattr("corpus.store.database.BUSY_SECONDS", 0 if outlasts else 60)
        monkeypatch.setattr("corpus.store.database.sleep", lambda _: other.execute("ROLLBACK"))
        if outlasts:
            with pytest.raises(CorpusError, match="written by another program"):
                Store(path)
        else:
            with closing(Store(path)) as store:
                assert store.add(article("It rained."))


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
    assert len(store.positions()) == 2


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


URL = "https://courier.example/storm"


def revision(text, collection="library", **known):
    return replace(article(text), url=URL, collection=collection, **known)


def test_a_newer_text_from_an_address_takes_the_place_of_the_older(store):
    store.add(article("It hailed."))
    store.add(revision("It rained."))
    assert store.add(revision("It rained a lot."))
    assert store.add(revision("It rained.", "7"))
    assert not store.add(revision("It rained a lot."))
    kept = [(one.collection, one.number, one.text.strip()) for one in store.articles()]
    assert kept == [
        ("library", 1, "It hailed."), ("library", 2, "It rained a lot."), ("7", 1, "It rained."),
    ]  # fmt: skip


def test_an_older_text_can_be_cited_but_is_not_current(store):
    older, newer = revision("It rained."), revision("It rained a lot.")
    store.add(older)
    store.add(newer)
    assert store.article(older.id) is None
    assert [one.id for one in store.older(store.article(newer.id))] == [older.id]
    assert [one.id for one in store.find_older(older.id)] == [older.id, newer.id]
    assert store.find_older(newer.id) is None


def test_a_text_that_comes_back_is_current_again(store):
    first, second = revision("It rained."), revision("It rained a lot.")
    for one in (first, second, first):
        assert store.add(one)
    assert texts(store) == [first.text]
    assert [one.id for one in store.older(store.article(first.id))] == [second.id]


def test_the_oldest_texts_are_given_up(store):
    every = [revision(f"It rained {times} times.") for times in range(MOST_OLDER + 3)]
    for one in every:
        store.add(one)
    older = store.older(store.article(every[-1].id))
    assert [one.id for one in older] == [one.id for one in every[-2 : -2 - MOST_OLDER : -1]]


def test_removing_takes_the_older_texts_along(store):
    older, newer = revision("It rained."), revision("It rained a lot.")
    store.add(older)
    store.add(newer)
    assert store.remove(newer.id)
    assert not store.remove(newer.id)
    assert store.find_older(older.id) is None
    assert store.add(older)
    assert store.articles().__next__().number == 2


def test_what_is_set_aside_comes_back_with_its_number_until_it_is_purged(tmp_path):
    moment = datetime(2025, 3, 1, tzinfo=UTC)
    with closing(Store(tmp_path / "a.db", clock=lambda: moment)) as store:
        for text in ("It rained secretly.", "It snowed."):
            store.add(owned(text, "7"))
        (rain, snow) = store.articles()
        assert store.set_aside(rain.id)
        assert not store.set_aside(rain.id)
        assert store.article(rain.id) is None
        assert store.usage("7", moment).articles == 1
        assert store.put_back(rain.id, "8") is None
        assert store.put_back(rain.id, "7").number == 1
        assert store.article(rain.id) is not None
        store.set_aside(rain.id)
        assert store.purge(moment) == 0
        assert store.purge(moment + timedelta(seconds=1)) == 1
        assert store.put_back(rain.id, "7") is None
        assert not any(b"secretly" in file.read_bytes() for file in tmp_path.iterdir())
        assert texts(store) == [snow.text]


def test_what_was_set_aside_can_be_added_anew(store):
    store.add(owned("It rained.", "7"))
    store.set_aside(owned("It rained.", "7").id)
    assert store.add(owned("It rained.", "7"))
    assert [kept.number for kept in store.articles()] == [1]


def test_a_collection_moves_with_all_that_it_has(store):
    moment = datetime(2025, 3, 1, tzinfo=UTC)
    for text in ("It rained.", "It rained a lot."):
        store.add(revision(text, "-7"))
    store.add(owned("It snowed.", "-7"))
    store.subscriptions.follow(
        Followed("-7", "https://a.example/feed", "A", None, None, moment, 0)
    )
    store.move("-7", "-1007")
    assert [(kept.number, kept.collection) for kept in store.articles()] == [
        (1, "-1007"), (2, "-1007"),
    ]  # fmt: skip
    assert store.older(revision("It rained a lot.", "-1007", number=1))
    assert [feed.collection for feed in store.subscriptions.feeds()] == ["-1007"]
    store.add(owned("It hailed.", "-1007"))
    assert [kept.number for kept in store.articles()][-1] == 3
    assert store.forget("-7") == 0


def test_changes_tell_where_something_changed(store, monkeypatch):
    start, _ = store.changes(NO_CHANGE)
    store.add(article("It rained."))
    store.add(article("It snowed."))
    last, changed = store.changes(start)
    assert changed == store.positions()
    store.remove(article("It rained.").id)
    assert store.changes(last)[1] == changed[:1]
    monkeypatch.setattr("corpus.store.changes.MOST_CHANGES", 1)
    store.add(article("It hailed."))
    assert store.changes(start)[1] is None


def site_article(number, *lines, host="courier.example"):
    body = f"Storm number {number} hit the coast. It took {number} roofs from houses there."
    text = "\n".join([body, *lines]).encode()
    return replace(read_article(text, "note.txt"), url=f"https://{host}/{number}")


def quotable(store):
    return [sentence.text for kept in store.articles() for sentence in kept.sentences]


def test_lines_that_a_site_repeats_are_left_out_everywhere(store):
    line = "Courier readers know more of the islands."
    for number in range(3):
        store.add(site_article(number, line))
    store.add(site_article(3, line, host="other.example"))
    assert quotable(store).count(line) == 4
    store.add(site_article(4, line))
    assert quotable(store).count(line) == 1
    left_out = [stretch.reason for kept in store.articles() for stretch in kept.left_out]
    assert left_out == ["repeated by this site"] * 4
    assert len(quotable(store)) == 11


def test_news_that_a_site_tells_again_stays(store):
    line = "The storm season on the islands began in September and killed eleven people."
    for number in range(7):
        store.add(site_article(number, line))
    assert quotable(store).count(line) == 7


def test_an_article_added_again_and_again_teaches_nothing(store):
    line = "Courier readers know more of the islands."
    for _ in range(6):
        store.add(site_article(1, line))
        store.remove(site_article(1, line).id)
    store.add(site_article(1, line))
    assert line in quotable(store)


def test_nearly_the_same_texts_are_linked(store):
    words = [
        f"In town {n} the mayor counted {n + 7} trees that the storm had felled." for n in range(9)
    ]
    wire = article(" ".join(words))
    copy = article(" ".join(["By our reporter in the north of the country.", *words[:8]]))
    for one in (wire, copy, article("It rained in the mountains on Friday and on Saturday.")):
        store.add(one)
    store.add(replace(wire, collection="7"))
    assert [other.id for other in store.alike(store.article(wire.id))] == [copy.id]
    assert len(store.alike(replace(wire, collection="7"))) == 2


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=200))
def test_sentences_are_read_as_slices_of_their_articles(text):
    added = read_article(f"A ferry 🚢 left Sund. {text}\nIt came bäck.".encode(), "a.txt")
    with closing(Store(":memory:")) as store:
        store.add(added)
        (position,) = store.positions()
        places = [(position, number) for number in range(len(added.spans))]
        expected = [(sentence.text, added.language) for sentence in added.sentences]
        assert list(store.sentences(places).values()) == expected


def test_sentences_that_are_not_there_are_not_told(store, ferry, bridge):
    store.add(ferry)
    store.add(bridge)
    first, second = store.positions()
    store.remove(ferry.id)
    some = [(first, 0), (second, 0), (second, 99), (second + 1, 0)]
    assert list(store.sentences(some)) == [(second, 0)]
    assert len(store.sentences([(second, number % 5) for number in range(2000)])) == 4


def test_the_log_is_not_waited_for_where_somebody_reads(tmp_path):
    path = tmp_path / "quotewire.db"
    with closing(Store(path)) as store, closing(sqlite3.connect(path)) as reader:
        store.add(article("A ferry left."))
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM article").fetchone()
        store.add(article("Another ferry left."))
        store.database.overwrite_log(wait=False)
        reader.execute("COMMIT")
        assert path.with_name("quotewire.db-wal").stat().st_size > 0
        store.database.overwrite_log(wait=False)
        assert path.with_name("quotewire.db-wal").stat().st_size == 0
