from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.context import Places
from retrieval.index.entry import Entry
from retrieval.index.part import AUTHOR, PUBLISHER, TITLE
from retrieval.index.reading import packed
from retrieval.index.reading.packed import PackedError, pack, unpack
from retrieval.index.reading.packed_part import Grouped, PackedPart
from retrieval.index.tail import Tail

TERMS = [*"abcd", "=a b", "слово", "\ud800"]
terms = st.sampled_from(TERMS)


@st.composite
def entries(draw):
    sentences = draw(st.lists(st.lists(terms, max_size=5), max_size=6))
    numbers = st.sets(st.integers(0, max(len(sentences) - 1, 0)))
    return Entry(
        sentences,
        title=draw(st.lists(terms, max_size=3)),
        sections=sorted({0} | draw(numbers)),
        headings=sorted(draw(numbers)) if sentences else (),
        day=draw(st.integers(0, 3_000_000)),
        publisher=draw(st.lists(terms, max_size=2)),
        author=draw(st.lists(terms, max_size=2)),
        language=draw(st.sampled_from(["en", "ru"])),
    )


def both(articles):
    """Return the articles as a part of packed ones, and as the part that they grow in."""
    tail = Tail()
    for key, one in enumerate(articles):
        tail.add(key, "odd" if key % 2 else "even", one)
    found = [
        Grouped(key, "odd" if key % 2 else "even", unpack(pack(one)))
        for key, one in enumerate(articles)
    ]
    return PackedPart(found), tail


@given(st.lists(entries(), max_size=4))
def test_packed_articles_are_the_same_part_as_their_entries(articles):
    own, tail = both(articles)
    for name in ("keys", "groups", "days", "spoken", "starts", "sections", "headings", "lengths"):
        assert getattr(own, name).tolist() == getattr(tail, name).tolist(), name
    assert (own.names, own.languages) == (tail.names, tail.languages)
    assert own.sizes(frozenset({"odd"})) == tail.sizes(frozenset({"odd"}))
    held = set(tail.terms())
    prefixed = (prefix + term for prefix in ("", TITLE, PUBLISHER, AUTHOR) for term in TERMS)
    for term in prefixed:
        ours, theirs = own.find_all([term, "x"], None), tail.find_all([term, "x"], None)
        assert ours.rows.tolist() == theirs.rows.tolist()
        assert own.tf(ours.codes).tolist() == tail.tf(theirs.codes).tolist()
        if term in TERMS:
            assert ours.codes.tolist() == theirs.codes.tolist()
        assert ours.ends == theirs.ends
        assert bool(len(ours.rows)) == (term in held)


@given(st.lists(entries(), min_size=1, max_size=4))
def test_the_context_and_neighbors_of_packed_sentences_are_those_of_the_index(articles):
    own, tail = both(articles)
    rows = np.arange(tail.size)
    related = [["b"], [], ["a", "d"]]
    contexts = [Places(part, rows).context(["a", "b", "x"], related) for part in (own, tail)]
    for name in contexts[0].__slots__:
        assert np.array_equal(*(getattr(one, name) for one in contexts)), name
    for at, one in enumerate(articles):
        for number in range(len(one.sentences)):
            assert own.neighbors(at, number) == tail.neighbors(at, number)
            assert own.quotable(at, number, 1) == tail.quotable(at, number, 1)


def test_many_distinct_terms_take_wider_numbers(monkeypatch):
    monkeypatch.setattr(packed, "SHORT", 2)
    wide = unpack(pack(Entry([["a", "b"], ["c", "a"]])))
    assert wide.tokens.dtype.itemsize == 4
    assert [wide.vocabulary[at] for at in wide.tokens] == ["a", "b", "c", "a"]


@given(st.binary(max_size=40), st.integers(0, 60))
def test_damaged_bytes_are_refused_by_name(other, cut):
    whole = pack(Entry([["a", "b"], ["c"]], title=["t"]))
    for damaged in (other, whole[:cut], whole[: len(whole) // 2] + other):
        if damaged == whole:
            continue
        with pytest.raises(PackedError):
            unpack(damaged)


def test_a_part_without_articles_is_empty():
    assert PackedPart([]).size == 0
    assert list(chain(PackedPart([]).terms(), PackedPart([]).terms_like("a", [1]))) == []
