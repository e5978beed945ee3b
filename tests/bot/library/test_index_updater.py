from contextlib import closing
from datetime import date

import pytest
from ships import article, fill, found

from bot.library.index_updater import IndexUpdater
from bot.library.library import Library
from corpus.store.store import Store
from retrieval.index.index import Index
from retrieval.index.part import AUTHOR, PUBLISHER

pytestmark = pytest.mark.usefixtures("small_segments")


def test_changes_made_while_closed_are_applied(path):
    fill(path, *range(1, 11))
    found(path)
    with closing(Store(path)) as store:
        store.remove(article(3).id)
        store.add(article(12))
    assert found(path) == [1, 2, 4, 5, 6, 7, 8, 9, 10, 12]
    fill(path, *range(13, 20))
    assert found(path) == [1, 2, 4, 5, 6, 7, 8, 9, 10, *range(12, 20)]
    assert found(path) == [1, 2, 4, 5, 6, 7, 8, 9, 10, *range(12, 20)]


def test_the_index_of_another_database_is_not_used(path, tmp_path):
    fill(path, *range(1, 11))
    found(path)
    other = tmp_path / "other.db"
    fill(other, *range(5, 15))
    found(other)
    path.with_name("other.db.index").rename(tmp_path / "theirs")
    path.with_name("quotewire.db.index").rename(path.with_name("other.db.index"))
    assert found(other) == list(range(5, 15))


def test_segments_are_written_in_the_background(path):
    with closing(Store(path)) as store, closing(Library(store, background=True)) as library:
        for number in range(1, 20):
            store.add(article(number))
            answer = library.nearest(f"ship{number}", library.sources())
            assert f"Ship{number} " in answer.passages[0].sentence.text
    assert found(path) == list(range(1, 20))


def test_a_database_in_memory_has_no_index_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with closing(Store(":memory:")) as store:
        index = Index()
        for number in range(1, 10):
            store.add(article(number))
        IndexUpdater(store, index).update()
        assert len(index) == 18
    assert list(tmp_path.iterdir()) == []


def test_a_running_bot_adds_many_new_articles_a_few_at_a_time(path):
    fill(path, 1, 2)
    with closing(Store(path)) as store, closing(Library(store, background=True)) as library:
        library.sources()
        fill(path, *range(3, 31))
        with closing(Store(path)) as other:
            other.remove(article(1).id)
        counts = []
        while not counts or library.behind:
            sources = library.sources()
            passages = library.nearest("left", sources, 100).passages
            counts.append(sum(hit.sentence.text.startswith("Ship") for hit in passages))
            assert not any(hit.sentence.text.startswith("Ship1 ") for hit in passages)
        assert counts == [8, 16, 24, 29]  # the removed article is one of the first eight changes


def test_an_article_that_could_not_be_read_is_added_later(path, monkeypatch):
    fill(path, 1)
    with closing(Store(path)) as store, closing(Library(store)) as library:
        library.sources()
        fill(path, 2, 3)
        with monkeypatch.context() as patched:
            patched.setattr(store, "at", None)
            with pytest.raises(TypeError):
                library.sources()
        answers = [library.nearest(f"ship{n}", library.sources()).passages for n in (1, 2, 3)]
        assert all(answers)


def test_edited_metadata_changes_the_day_and_the_names_in_the_index():
    with closing(Store(":memory:")) as store:
        for number in range(1, 10):
            store.add(article(number))
        updater = IndexUpdater(store, index := Index())
        updater.update()
        day = date(2024, 3, 2)
        store.edit(
            article(2).id, {"source": "The Courier", "author": "Mia Berg", "published": day}
        )
        updater.update()
        assert index.about(PUBLISHER, ["courier"], None) == {"courier": 1}
        assert index.about(AUTHOR, ["berg"], None) == {"berg": 1}
        assert index.days([2]) == {2: day.toordinal()}
