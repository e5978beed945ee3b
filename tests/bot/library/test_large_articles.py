"""Articles that take long to analyze, which must not delay the answers to anybody."""

from contextlib import closing
from time import sleep

import pytest
from ships import article, fill

from bot.library import large_articles
from bot.library.large_articles import LARGE
from bot.library.library import Library
from corpus.reading import read_article
from corpus.store.store import Store

SAILED = "The schooner sailed to Sund on Monday. " * (LARGE // 39 + 1)


def large(number):
    return read_article(f"{SAILED}Ship{number} left at noon.".encode(), f"{number}.txt")


def found(library, *numbers):
    """Return those of the ships that are in the index."""
    sources = library.sources()
    hits = {n: library.nearest(f"ship{n}", sources, 1).passages for n in numbers}
    return [n for n, hit in hits.items() if hit and f"Ship{n} " in hit[0].sentence.text]


def settle(library):
    while library.behind:
        sleep(0.001)  # a real thread works, and only these calls take over what it has done
        library.sources()


@pytest.fixture
def library(path):
    fill(path, 1)
    with closing(Store(path)) as store, closing(Library(store, background=True)) as library:
        library.sources()
        yield library


@pytest.fixture
def analyzed(monkeypatch):
    """The positions analyzed in the thread so far."""
    positions = []

    def tail_of(position, article, original=large_articles._tail_of):  # noqa: SLF001 - counts its calls
        positions.append(position)
        return original(position, article)

    monkeypatch.setattr(large_articles, "_tail_of", tail_of)
    return positions


def test_large_articles_are_analyzed_in_a_thread_one_after_the_other(library, analyzed):
    for number in (2, 3, 4):
        library.store.add(large(number))
    library.store.add(article(5))
    assert 2 not in found(library, 2)
    settle(library)
    assert found(library, 1, 2, 3, 4, 5) == [1, 2, 3, 4, 5]
    assert len(analyzed) == 3


def test_small_articles_do_not_wait_for_large_ones(library, monkeypatch):
    monkeypatch.setattr(large_articles.LargeArticles, "take", lambda _: None)
    library.store.add(large(2))
    library.store.add(article(3))
    library.sources()
    assert found(library, 2, 3) == [3]


def test_a_large_article_removed_meanwhile_does_not_come_back(library, analyzed):
    library.store.add(large(2))
    library.store.add(large(3))
    library.sources()
    library.store.remove(large(2).id)
    library.store.remove(large(3).id)
    settle(library)
    library.sources()
    assert found(library, 1, 2, 3) == [1]
    assert len(analyzed) == 1


def test_a_large_article_is_on_disk_after_a_restart(library, path):
    library.store.add(large(2))
    library.sources()
    settle(library)
    library.close()
    with closing(Store(path)) as store, closing(Library(store, background=True)) as again:
        assert found(again, 1, 2) == [1, 2]


def test_an_update_adds_few_articles_that_are_nearly_large(library):
    for number in range(2, 6):
        half = f"Ship{number} left at noon. {SAILED[: LARGE // 39 * 39 - 390]}"
        library.store.add(read_article(half.encode(), f"{number}.txt"))
    counts = []
    while not counts or library.behind:
        counts.append(len(found(library, 2, 3, 4, 5)))
    assert counts[0] < 4
    assert counts[-1] == 4
