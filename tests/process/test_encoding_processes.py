"""Vectors that are made by several processes."""

import os
import signal
from contextlib import closing
from itertools import count
from multiprocessing import active_children

import pytest
from meaning import FakeMeaning, vector
from ships import article, fill

from bot.library import parallel_encoding as module
from bot.library.parallel_encoding import encode_articles
from corpus.errors import CorpusError
from retrieval.meaning.vector_file import read_block
from retrieval.meaning.vectors import Vectors

SIZES = dict.fromkeys(range(1, 8), 2)


class Broken(FakeMeaning):
    """A model that cannot be loaded."""

    def __init__(self):
        super().__init__(fails=True)


class Killed(FakeMeaning):
    """A model whose process is killed."""

    def sentences(self, _):
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Make two workers, and chunks of two articles."""
    monkeypatch.setattr(module, "processors", lambda: 2)
    monkeypatch.setattr(module, "CHUNK", 4)


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "quotewire.db"
    fill(path, *SIZES)
    return path


def paths(folder):
    return (folder / f"{number}.vectors" for number in count())


def test_workers_write_files_with_the_vectors_of_every_sentence(database):
    found = list(encode_articles(database, SIZES, paths(database.parent), FakeMeaning))
    assert sorted(count for count, _ in found) == [2, 4, 4, 4]
    vectors = Vectors()
    for _, path in found:
        vectors.add(read_block(path, "fake"))
    assert sorted(vectors.keys()) == list(SIZES)
    for key in SIZES:
        for number, (start, end) in enumerate(article(key).spans):
            expected = vector(article(key).text[start:end])
            assert vectors.similarity(expected, [(key, number)]).own[0] > 0.99
    assert active_children() == []


def test_nothing_is_started_if_no_article_lacks_vectors(database):
    assert list(encode_articles(database, {}, paths(database.parent), FakeMeaning)) == []


def test_closing_stops_the_workers_at_once(database):
    with closing(encode_articles(database, SIZES, paths(database.parent), FakeMeaning)) as made:
        next(made)
        assert active_children()
    assert active_children() == []


def test_what_is_finished_is_yielded_before_an_error(database):
    folder = database.parent
    names = iter([folder / "1.vectors", folder / "missing" / "2", folder / "missing" / "3"])
    made = encode_articles(database, SIZES, names, FakeMeaning)
    with pytest.raises(CorpusError, match="missing: cannot be written: No such file") as raised:
        list(made)
    assert raised.value.path == folder / "missing"
    assert active_children() == []


@pytest.mark.parametrize(
    ("model", "reason"),
    [(Broken, "model of meaning cannot be loaded"), (Killed, "worker process has been killed")],
)
def test_a_failing_worker_ends_it_with_an_error(database, model, reason):
    with pytest.raises(CorpusError, match=reason):
        list(encode_articles(database, SIZES, paths(database.parent), model))
    assert active_children() == []
