from dataclasses import replace
from datetime import UTC, datetime, timedelta

from stored import articles_in, owned

from corpus.store.articles.table import MAKE_ROOM
from corpus.store.subscriptions import Followed

URL = "https://courier.example/storm"


def test_each_collection_has_its_own_numbers_and_never_reuses_one(store):
    texts = [("It rained.", "library"), ("It snowed.", "7"), ("It hailed.", "library")]
    for text, collection in texts:
        store.add(owned(text, collection))
    assert [kept.number for kept in articles_in(store)] == [1, 1, 2]
    removed = store.article(owned("It hailed.", "library").id)
    store.remove(removed.id)
    store.add(owned("It thawed.", "library"))
    assert store.add(removed)  # restored
    assert [kept.number for kept in articles_in(store)] == [1, 1, 3, 2]


def test_the_same_text_in_two_collections_makes_two_articles(store):
    assert store.add(owned("It rained.", "7"))
    assert store.add(owned("It rained.", "8"))
    assert not store.add(owned("It rained.", "8"))
    assert len(store.positions()) == 2


def test_a_forgotten_collection_is_gone(store):
    store.add(owned("Something nobody else may know.", "7"))
    store.add(owned("It rained.", "8"))
    assert store.forget("7") == 1
    assert [kept.collection for kept in articles_in(store)] == ["8"]
    assert store.forget("7") == 0


def test_a_forgotten_collection_is_erased_from_the_file_to_the_last_byte(file_store):
    file_store.add(owned("Something nobody else may know.", "7"))
    file_store.add(owned("It rained.", "8"))
    file_store.forget("7")
    files = [path.read_bytes() for path in file_store.path.parent.iterdir()]
    assert not any(b"nobody else" in data for data in files)


def test_moving_an_article_does_not_read_all_the_others(file_store):
    with file_store.database.reading() as connection:
        rows = connection.execute(f"EXPLAIN QUERY PLAN {MAKE_ROOM}", ("an id", "8", 1))
        plan = [row["detail"] for row in rows]
    assert not [step for step in plan if step.startswith("SCAN")]


def test_usage_counts_only_one_collection(store):
    for text, collection in (("It rained.", "7"), ("It snowed again.", "7"), ("Sun.", "8")):
        store.add(owned(text, collection))
    now = datetime.now(UTC)
    characters = len("It rained.\nIt snowed again.\n")
    assert store.usage("7", now - timedelta(hours=1)) == (2, characters, 2)
    assert store.usage("7", now + timedelta(hours=1)) == (2, characters, 0)
    assert store.usage("9", now) == (0, 0, 0)


def test_removing_articles_makes_room_for_no_others_until_the_purge(store):
    before = datetime.now(UTC)
    for text in ("It rained.", "It snowed again."):
        store.add(owned(text, "7"))
    full = store.usage("7", before)
    for text in ("It rained.", "It snowed again."):
        store.set_aside(owned(text, "7").id)
    assert store.usage("7", before) == full._replace(articles=0)
    store.purge(datetime.now(UTC) + timedelta(seconds=1))
    assert store.usage("7", before) == (0, 0, 0)


def test_a_collection_moves_with_everything_in_it(store):
    due = datetime(2025, 3, 1, tzinfo=UTC)
    for text in ("It rained.", "It rained a lot."):
        store.add(replace(owned(text, "-7"), url=URL))
    store.add(owned("It snowed.", "-7"))
    store.subscriptions.follow(Followed("-7", "https://a.example/feed", "A", None, None, due, 0))
    store.move("-7", "-1007")
    assert [(kept.number, kept.collection) for kept in articles_in(store)] == [
        (1, "-1007"), (2, "-1007"),
    ]  # fmt: skip
    assert store.older(replace(owned("It rained a lot.", "-1007"), number=1))
    assert [feed.collection for feed in store.subscriptions.feeds()] == ["-1007"]
    store.add(owned("It hailed.", "-1007"))
    assert [kept.number for kept in articles_in(store)][-1] == 3
    assert store.forget("-7") == 0
