from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from meaning import FakeMeaning, matrix

from bot.library import parallel_encoding as module
from bot.library.parallel_encoding import encode_chunk
from corpus.article import Article, Span
from corpus.store.store import Store
from retrieval.meaning.vector_file import read_block
from retrieval.meaning.vectors import Vectors


@pytest.fixture
def model(monkeypatch):
    meaning = FakeMeaning()
    monkeypatch.setattr(module, "_models", [meaning])
    return meaning


@pytest.fixture
def database(tmp_path, ferry, bridge):
    path = tmp_path / "quotewire.db"
    german = Article("Die Brücke ist seit Montag gesperrt.", "Brücke", (Span(0, 35),))
    with closing(Store(path)) as store:
        for article in (ferry, german, bridge):
            store.add(article)
    return path


def texts(article):
    return [article.text[start:end] for start, end in article.spans]


def test_a_file_holds_the_vectors_of_the_english_articles(database, model, ferry, bridge):
    path = database.with_name("1.vectors")
    assert encode_chunk(str(database), [1, 2, 3, 4], path)
    block = read_block(path, model.version)
    assert block.keys.tolist() == [1, 2, 3]
    assert block.starts.tolist() == [
        *(0, len(ferry.spans), len(ferry.spans)),
        len(ferry.spans) + len(bridge.spans),
    ]
    vectors = Vectors()
    vectors.add(block)
    for key, article in ((1, ferry), (3, bridge)):
        for number, vector in enumerate(matrix(texts(article))):
            assert vectors.similarity(vector, [(key, number)]).own[0] > 0.99


def test_the_sentences_of_all_articles_are_encoded_together(database, model, ferry, bridge):
    calls = []
    model.sentences = lambda some: calls.append(some) or matrix(some)
    encode_chunk(str(database), [3, 2, 1], database.with_name("1.vectors"))
    assert calls == [texts(ferry) + texts(bridge)]


def test_nothing_is_written_without_a_model(database, model):
    model.fails = True
    path = database.with_name("1.vectors")
    assert not encode_chunk(str(database), [1], path)
    assert not path.exists()


@given(st.dictionaries(st.integers(1, 10**6), st.integers(0, 5000)))
def test_chunks_have_every_article_once_and_few_sentences_unless_one_is_long(sizes):
    chunks = list(module.chunks_of(sizes))
    assert [position for chunk in chunks for position in chunk] == sorted(sizes)
    for chunk in chunks:
        assert len(chunk) == 1 or sum(sizes[position] for position in chunk) <= module.CHUNK
