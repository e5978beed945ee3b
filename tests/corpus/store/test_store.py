from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from stored import article, articles_in, owned, texts

from corpus.reading import read_article
from corpus.store.articles.versions import MOST_OLDER
from corpus.store.store import Store
from corpus.store.subscriptions import Page


def test_an_article_is_read_as_it_was_added(store, ferry):
    assert store.add(ferry)
    kept = store.article(ferry.id)
    assert kept.added is not None
    assert abs((datetime.now(UTC) - kept.added).total_seconds()) < 60
    names = "id text title spans left_out title_span source url published language author".split()
    assert [getattr(kept, name) for name in names] == [getattr(ferry, name) for name in names]


def test_left_out_stretches_are_stored(store):
    page = article("Storm\nSupport our newsroom: donate today!\nThe storm cut power to 300 homes.")
    assert page.left_out
    store.add(page)
    assert store.article(page.id).left_out == page.left_out


def test_the_same_text_is_stored_once(store, ferry):
    assert store.add(ferry)
    assert not store.add(ferry)
    assert texts(store) == [ferry.text]


def test_articles_come_in_the_order_they_were_added(store, ferry, bridge):
    store.add(bridge)
    store.add(ferry)
    assert [kept.id for kept in articles_in(store)] == [bridge.id, ferry.id]


def test_a_removed_article_is_gone(store, ferry):
    store.add(ferry)
    assert store.remove(ferry.id)
    assert not store.remove(ferry.id)
    assert store.article(ferry.id) is None


def test_an_article_that_another_process_removes_is_skipped(store, ferry, bridge):
    store.add(ferry)
    store.add(bridge)
    positions = store.positions()
    with closing(Store(store.path)) as other:
        other.remove(bridge.id)
    assert [article.id for article in store.at(positions).values()] == [ferry.id]


URL = "https://courier.example/storm"


def revision(text, collection="library", **known):
    return replace(article(text), url=URL, collection=collection, **known)


def test_a_newer_text_from_an_address_replaces_the_older(store):
    store.add(article("It hailed."))
    store.add(revision("It rained."))
    assert store.add(revision("It rained a lot."))
    assert store.add(revision("It rained.", "7"))
    assert not store.add(revision("It rained a lot."))
    kept = [(one.collection, one.number, one.text.strip()) for one in articles_in(store)]
    assert kept == [
        ("library", 1, "It hailed."), ("library", 2, "It rained a lot."), ("7", 1, "It rained."),
    ]  # fmt: skip


def test_only_a_current_text_is_revised(store):
    store.add(revision("It rained."))
    for number in (1, 2):
        page = Page("library", number, URL, None, None, datetime(2025, 3, 3, tzinfo=UTC), 0)
        store.subscriptions.watch_new(page)
    corrected = replace(article("It rained a lot."), number=1)
    assert not store.revise(replace(corrected, number=2), URL)
    assert store.revise(corrected, URL)
    assert not store.revise(corrected, URL)
    store.set_aside(corrected.id)
    assert not store.revise(replace(article("It rained a little."), number=1), URL)
    assert texts(store) == []


def test_an_older_text_can_be_cited_but_is_not_current(store):
    older, newer = revision("It rained."), revision("It rained a lot.")
    store.add(older)
    store.add(newer)
    assert store.article(older.id) is None
    assert [one.id for one in store.older(store.article(newer.id))] == [older.id]
    assert [one.id for one in store.find_replaced(older.id)] == [older.id, newer.id]
    assert store.find_replaced(newer.id) is None


def test_an_older_text_that_is_added_again_becomes_current(store):
    first, second = revision("It rained."), revision("It rained a lot.")
    for one in (first, second, first):
        assert store.add(one)
    assert texts(store) == [first.text]
    assert [one.id for one in store.older(store.article(first.id))] == [second.id]


def test_the_oldest_texts_are_deleted(store):
    every = [revision(f"It rained {times} times.") for times in range(MOST_OLDER + 3)]
    for one in every:
        store.add(one)
    older = store.older(store.article(every[-1].id))
    assert [one.id for one in older] == [one.id for one in every[-2 : -2 - MOST_OLDER : -1]]


def test_removing_an_article_removes_its_older_texts(store):
    older, newer = revision("It rained."), revision("It rained a lot.")
    store.add(older)
    store.add(newer)
    assert store.remove(newer.id)
    assert not store.remove(newer.id)
    assert store.find_replaced(older.id) is None
    assert store.add(older)
    assert articles_in(store)[0].number == 2


def test_an_article_set_aside_can_be_restored_with_its_number_until_the_purge(tmp_path):
    now = datetime(2025, 3, 1, tzinfo=UTC)
    with closing(Store(tmp_path / "a.db", clock=lambda: now)) as store:
        for text in ("It rained secretly.", "It snowed."):
            store.add(owned(text, "7"))
        (rain, snow) = articles_in(store)
        assert store.set_aside(rain.id)
        assert not store.set_aside(rain.id)
        assert store.article(rain.id) is None
        assert store.usage("7", now).articles == 1
        assert store.put_back(rain.id, "8") is None
        assert store.put_back(rain.id, "7").number == 1
        assert store.article(rain.id) is not None
        store.set_aside(rain.id)
        assert store.purge(now) == 0
        assert store.purge(now + timedelta(seconds=1)) == 1
        assert store.put_back(rain.id, "7") is None
        assert not any(b"secretly" in file.read_bytes() for file in tmp_path.iterdir())
        assert texts(store) == [snow.text]


def test_an_older_text_that_is_added_again_outlives_the_purge_of_the_newer(tmp_path):
    now = datetime(2025, 3, 1, tzinfo=UTC)
    older, newer = revision("It rained."), revision("It rained a lot.")
    with closing(Store(tmp_path / "a.db", clock=lambda: now)) as store:
        store.add(older)
        store.add(newer)
        store.set_aside(newer.id)
        assert store.add(older)
        assert store.purge(now + timedelta(seconds=1)) == 1
        assert [one.id for one in articles_in(store)] == [older.id]
        assert store.put_back(newer.id, newer.collection) is None


def test_an_article_set_aside_can_be_added_again(store):
    store.add(owned("It rained.", "7"))
    store.set_aside(owned("It rained.", "7").id)
    assert store.add(owned("It rained.", "7"))
    assert [kept.number for kept in articles_in(store)] == [1]


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=200))
def test_sentences_are_read_as_slices_of_their_articles(text):
    added = read_article(f"A ferry 🚢 left Sund. {text}\nIt came bäck.".encode(), "a.txt")
    with closing(Store(":memory:")) as store:
        store.add(added)
        (position,) = store.positions()
        places = [(position, number) for number in range(len(added.spans))]
        expected = [(sentence.text, added.language) for sentence in added.sentences]
        assert list(store.sentences(places).values()) == expected


def test_places_without_a_sentence_are_skipped(store, ferry, bridge):
    store.add(ferry)
    store.add(bridge)
    first, second = store.positions()
    store.remove(ferry.id)
    some = [(first, 0), (second, 0), (second, 99), (second + 1, 0)]
    assert list(store.sentences(some)) == [(second, 0)]
    assert len(store.sentences([(second, number % 5) for number in range(2000)])) == 4
