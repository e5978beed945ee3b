from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stored import article, articles_in, owned, texts

from corpus.reading import read_article
from corpus.store.articles.versions import MOST_OLDER
from corpus.store.store import Store
from corpus.store.subscriptions import Followed, Page


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
    with closing(Store(store.location)) as other:
        other.remove(bridge.id)
    assert [article.id for article in store.at(positions).values()] == [ferry.id]


URL = "https://courier.example/storm"
DAY = date(2026, 3, 3)


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


def fetched(text, url, title="Storm", **known):
    return replace(article(text), url=url, title=title, **known)


def kept(store):
    return [(one.number, one.url, one.text.strip()) for one in articles_in(store)]


def test_pages_that_all_name_one_address_stay_apart(store):
    """The address is the one of the first; the others have those that they were fetched from."""
    pages = [f"https://courier.example/a/{number}" for number in range(3)]
    for number, page in enumerate(pages):
        assert store.add(fetched(f"It hailed {number} times.", URL, f"Hail {number}"), page=page)
    assert [(number, url) for number, url, _ in kept(store)] == list(
        enumerate([URL, *pages[1:]], 1)
    )


def test_an_article_gets_its_address_back_from_one_that_only_named_it(store):
    other = "https://courier.example/other"
    store.add(fetched("It hailed.", URL, "Hail"), page=other)
    store.subscriptions.watch_new(
        Page("library", 1, other, None, None, datetime(2025, 3, 3, tzinfo=UTC), 0)
    )
    store.add(fetched("It rained for a week.", URL), page=URL)
    assert [(number, url) for number, url, _ in kept(store)] == [(1, other), (2, URL)]


def watched(store, one, number, page):
    """Add an article fetched from a page that will be checked."""
    store.add(one, page=page)
    due = datetime(2025, 3, 3, tzinfo=UTC)
    store.subscriptions.watch_new(Page("library", number, page, None, None, due, 0))


def test_pages_that_name_each_other_get_their_own_addresses(store):
    other = "https://courier.example/other"
    watched(store, fetched("It hailed.", URL, "Hail"), 1, other)
    watched(store, fetched("It rained for a week.", other), 2, URL)
    assert [(number, url) for number, url, _ in kept(store)] == [(1, other), (2, URL)]


def test_no_article_gets_an_address_from_which_another_was_fetched(store):
    watched(store, fetched("It hailed.", f"{URL}-named", "Hail"), 1, f"{URL}-fetched")
    watched(store, fetched("It rained for a week.", f"{URL}-fetched"), 2, URL)
    assert kept(store)[1][:2] == (2, URL)


def test_an_address_given_by_hand_is_kept_even_if_another_article_has_it(store):
    store.add(fetched("It hailed.", URL, "Hail"), page=URL)
    store.add(fetched("It rained for a week.", URL), page=f"{URL}/2", given=["url"])
    assert [url for _, url, _ in kept(store)] == [URL, URL]


def test_a_page_whose_named_address_changes_is_still_one_source(store):
    page = "https://courier.example/?p=7"
    watched(store, fetched("It rained for a week.", f"{URL}-in-sund"), 1, page)
    store.add(fetched("It rained for a week. It hailed.", f"{URL}-in-harwick"), page=page)
    assert [number for number, *_ in kept(store)] == [1]


def test_a_text_from_another_address_replaces_none(store):
    store.add(fetched("It rained for a week.", URL), page=URL)
    added = store.add(fetched("It rained for a month.", URL), page=f"{URL}/amp")
    assert not added
    assert added.article.text.strip() == "It rained for a week."
    assert store.add(fetched("It rained for a month.", URL), page=URL)
    assert kept(store) == [(1, URL, "It rained for a month.")]


def test_another_text_at_the_same_address_is_another_source(store):
    store.add(fetched("It rained for a week.", URL), page=URL)
    assert store.add(fetched("Accept all of our cookies.", URL, "Your privacy"), page=URL)
    assert [number for number, *_ in kept(store)] == [1, 2]
    corrected = fetched("It rained for a month.", URL)
    assert store.add(corrected, page=URL).article.number == 1


def test_files_that_name_a_front_page_stay_apart(store):
    for number in range(3):
        assert store.add(fetched(f"It hailed {number} times.", "https://courier.example/"))
    assert [number for number, *_ in kept(store)] == [1, 2, 3]


def test_a_file_that_replaces_a_fetched_text_ends_the_checks_of_its_page(store):
    store.add(fetched("It rained for a week.", URL), page=URL)
    store.subscriptions.watch_new(
        Page("library", 1, URL, None, None, datetime(2025, 3, 3, tzinfo=UTC), 0)
    )
    assert store.add(fetched("It rained for a month.", URL))
    assert store.subscriptions.pages() == []


def test_the_same_text_of_another_publisher_is_a_source_of_its_own(store):
    pages = ["https://courier.example/a", "https://herald.example/b"]
    first, second = (
        store.add(fetched("It rained.", page, source=page[8:13]), page=page) for page in pages
    )
    third = store.add(fetched("It rained.", None, source="Sea News"))
    assert first.article.id == article("It rained.").id
    assert len({one.article.id for one in (first, second, third)}) == 3
    assert [number for number, *_ in kept(store)] == [1, 2, 3]
    for again in (first, second, third):
        found = store.add(replace(again.article, number=None, apart=None), page=again.article.url)
        assert not found
        assert found.article.id == again.article.id
        assert store.article(again.article.id) == again.article
    assert store.remove(first.article.id)
    assert [number for number, *_ in kept(store)] == [2, 3]


def test_each_publisher_of_the_same_text_is_known_by_its_name_or_its_address(store):
    """Also once its name has changed a little, and after the first one has been removed."""
    pages = ["https://courier.example/a", "https://herald.example/b"]
    first, second = (
        store.add(fetched("It rained.", page, source=name), page=page).article
        for page, name in zip(pages, ["Morning Courier", "Sund Herald"], strict=True)
    )
    for again in (
        fetched("It rained.", None, source="Sund Herald"),
        fetched("It rained.", pages[1], source=None),
        fetched("It rained.", pages[1], source="The Sund Herald"),
    ):
        assert store.add(again).article == second
        assert store.add(again, page=again.url).article == second
    store.remove(first.id)
    assert store.add(fetched("It rained.", None, source="Sund Herald")).article == second
    assert store.add(fetched("It rained.", pages[0], source="Morning Courier"), page=pages[0])


def test_one_host_can_carry_one_text_of_two_publishers(store):
    for name in ("Harwick Courier", "Sund Herald"):
        page = f"https://wire.example/{name[:4]}"
        assert store.add(fetched("It rained.", page, source=name), page=page)
    assert [one.source for one in articles_in(store)] == ["Harwick Courier", "Sund Herald"]


@pytest.mark.parametrize(
    "page", [f"{URL}?page=1", "https://m.courier.example/storm", "https://amp.courier.example/s"]
)
def test_the_same_text_of_one_site_is_one_source(store, page):
    store.add(fetched("It rained.", URL, source="Courier"), page=URL)
    assert not store.add(fetched("It rained.", page, source="Courier"), page=page)


def test_a_chat_that_moves_keeps_the_texts_of_both_publishers(store):
    for name in ("Courier", "Herald"):
        store.add(fetched("It rained.", None, source=name, collection="7"))
    store.move("7", "8")
    first, second = articles_in(store)
    assert store.article(first.id) == first
    assert store.article(second.id) == second
    assert not store.add(fetched("It rained.", None, source="Herald", collection="8"))


def test_a_text_of_a_feed_replaces_none(store):
    store.add(fetched("It rained for a week.", URL), page=URL)
    feed = Followed(
        "library", "https://x.example", "X", None, None, datetime(2025, 3, 3, tzinfo=UTC), 0
    )
    store.subscriptions.follow(feed)
    assert not store.add(fetched("It rained for a week!", URL), feed=feed, link=URL)
    assert store.subscriptions.unseen(feed, [URL]) == []


def test_edited_metadata_stays_when_the_text_changes(store):
    store.add(fetched("It rained for a week.", URL, source="Couriers"), page=URL)
    (before,) = articles_in(store)
    edited = store.edit(before.id, {"title": "Rain", "source": None, "published": DAY})
    assert (edited.id, edited.text) == (before.id, before.text)
    assert store.article(before.id) == edited
    store.add(fetched("It rained for a week. It hailed.", URL, source="Couriers"), page=URL)
    (after,) = articles_in(store)
    assert (after.title, after.source, after.published) == ("Rain", None, DAY)
    assert "hailed" in after.text
    assert store.edit("0" * 16, {"title": "Rain"}) is None


def test_what_is_given_by_hand_when_it_is_added_stays_too(store):
    store.add(fetched("It rained for a week.", URL), page=URL, given=["title"])
    newer = fetched("It rained for a week. It hailed.", URL, "Storm in Harwick", author="Mia Berg")
    store.add(newer, page=URL)
    (after,) = articles_in(store)
    assert (after.title, after.author) == ("Storm", "Mia Berg")
    again = replace(newer, text="It rained for a week. It snowed.", title="Snow")
    store.add(again, page=URL, given=["title"])
    assert articles_in(store)[0].title == "Snow"


def test_a_text_whose_publisher_was_edited_is_still_known(store):
    note = fetched("It rained for a week.", None, source="Couriers")
    store.add(note)
    store.edit(note.id, {"source": "Harbour Courier"})
    store.edit(note.id, {"source": "The Harbour Courier", "url": URL})
    assert not store.add(note)
    assert not store.add(replace(note, source="The Harbour Courier"))
    assert store.add(replace(note, source="Herald"))


def test_an_edited_address_changes_the_site_whose_lines_are_counted(store):
    store.add(fetched("It rained for a week.", URL), page=URL)
    (before,) = articles_in(store)
    store.edit(before.id, {"url": "https://herald.example/storm"})
    store.remove(before.id)
    with store.database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM line").fetchone()[0] == 0


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


def test_an_article_set_aside_can_be_restored_with_its_number_until_the_purge(location, tmp_path):
    now = datetime(2025, 3, 1, tzinfo=UTC)
    with closing(Store(location, clock=lambda: now)) as store:
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


def test_an_older_text_that_is_added_again_outlives_the_purge_of_the_newer(location):
    now = datetime(2025, 3, 1, tzinfo=UTC)
    older, newer = revision("It rained."), revision("It rained a lot.")
    with closing(Store(location, clock=lambda: now)) as store:
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
        expected = [sentence.text for sentence in added.sentences]
        assert list(store.sentences(places).values()) == expected


def test_places_without_a_sentence_are_skipped(store, ferry, bridge):
    store.add(ferry)
    store.add(bridge)
    first, second = store.positions()
    store.remove(ferry.id)
    some = [(first, 0), (second, 0), (second, 99), (second + 1, 0)]
    assert list(store.sentences(some)) == [(second, 0)]
    assert len(store.sentences([(second, number % 5) for number in range(2000)])) == 4


def test_replaced_texts_come_with_the_time_of_the_next_one(location):
    times = iter([datetime(2025, 3, day, tzinfo=UTC) for day in (1, 2, 3, 4)])
    store = Store(location, lambda: next(times))
    first = store.add(article("It rained in Vik. Two died.")).article
    assert store.replaced_texts(first, 1000) == []
    for text in ("It rained in Vik. Six died.", "It rained in Vik. Nine people died."):
        last = store.add(replace(article(text), number=first.number)).article
    older = store.replaced_texts(last, 1000)
    assert [(one.text.strip(), time.day) for one, time in older] == [
        ("It rained in Vik. Six died.", 3),
        ("It rained in Vik. Two died.", 2),
    ]
    assert store.replaced_texts(last, 5) == []
    store.close()
