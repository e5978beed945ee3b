import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.index import merging, packing
from retrieval.index.entry import Entry
from retrieval.index.index import Index
from retrieval.index.merging import merged, together
from retrieval.index.segment_file import write_segment
from retrieval.index.tail import Tail

articles = st.lists(st.lists(st.text("ab\0c", min_size=1, max_size=3), max_size=4), max_size=3)


def test_an_article_removed_during_a_merge_stays_removed():
    index = Index()
    for key in (1, 2, 3):
        index.add(key, "g", Entry([[f"first{key}"], [f"second{key}"]]))
    parts = index.unsettled(tail=1)
    removed = [frozenset(part.removed) for part in parts]
    index.remove(1)
    segment = merged(parts, removed)  # as in a thread that started before the removal
    index.replace(parts, segment)
    assert len(segment.lengths) == segment.starts[-1] == 6
    for key in (2, 3):
        assert [hit[:2] for hit in index.search([f"second{key}"], None, 9)] == [(key, 1)]
    assert index.search(["first1", "second1"], None, 9) == []
    assert set(index.keys()) == {2, 3}


def tail_of(numbered):
    tail = Tail()
    for number, sentences in numbered:
        headings = range(0, len(sentences), 2)
        entry = Entry(sentences, title=("title", f"t{number}"), sections=(0,), headings=headings)
        tail.add(number, f"g{number % 3}", entry)
    return tail


def content(segment):
    """Everything a segment holds; the order of groups and codes may differ."""
    plain = ("keys", "starts", "sections", "headings", "lengths")
    postings = {term: segment.find(term) for term in segment.terms()}
    return (
        {name: segment.arrays[name].tolist() for name in plain},
        [segment.names[group] for group in segment.groups.tolist()],
        sorted(segment.names),
        list(segment.terms()),
        {
            term: (one.rows.tolist(), segment.tf(one.codes).tolist())
            for term, one in postings.items()
        },
        {term: sorted(segment.terms_like(term[0], [len(term)])) for term in segment.terms()},
        {name: one.dtype for name, one in segment.arrays.items() if name != "words"},
    )


@pytest.mark.parametrize("bits", [32, 0])
@given(st.lists(st.tuples(articles, st.booleans()), max_size=8))
@settings(max_examples=50)
def test_a_segment_without_some_articles_is_as_if_they_had_never_been_there(bits, chosen):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "NARROW", bits)
        patch.setattr(merging, "SHORT", 3)
        every = list(enumerate(sentences for sentences, _ in chosen))
        kept = [(number, sentences) for number, sentences in every if not chosen[number][1]]
        removed = frozenset(number for number, (_, gone) in enumerate(chosen) if gone)
        segment = merged([tail_of(every)])
        assert content(merged([segment], [removed])) == content(merged([tail_of(kept)]))


def segments_of(*sizes, words=("word",)):
    """Segments with so many rows each, in articles of one row with these words."""
    firsts = [sum(sizes[:at]) for at in range(len(sizes))]
    return [
        merged([tail_of((first + number, [list(words)]) for number in range(size))])
        for first, size in zip(firsts, sizes, strict=True)
    ]


@pytest.mark.parametrize(
    ("sizes", "first"),
    [([], 0), ([3], 1), ([4, 6], 2), ([4, 7], 1), ([2, 3, 5, 1], 3), ([11], 1), ([11, 1], 1)],
)
def test_segments_are_merged_up_to_so_many_rows(sizes, first, monkeypatch):
    monkeypatch.setattr(packing, "MOST_ROWS", 10)
    segments = segments_of(*sizes)
    assert together(segments) == segments[:first]


def test_rows_of_removed_articles_do_not_count_towards_the_most(monkeypatch):
    monkeypatch.setattr(packing, "MOST_ROWS", 10)
    first, second = segments_of(6, 6)
    assert together([first, second]) == [first]
    first.remove(0)
    second.remove(5)
    assert together([first, second]) == [first, second]
    assert merged([first, second]).size == 10


def test_segments_whose_postings_would_become_wide_are_not_merged(monkeypatch):
    (short,), (long,) = segments_of(6), segments_of(6, words=["long"] * 3)
    (mixed,) = segments_of(2, words=["long", "long", "other"])
    # Four bits for the rows, and two for the codes of a title, 1 of 1 and 3 of 3.
    monkeypatch.setattr(packing, "NARROW", 6)
    assert together([short, long]) == [short, long]
    assert merged([short, long]).words.dtype == np.uint32
    assert together([short, long, mixed]) == [short, long]  # 1 of 3 and 2 of 3 need another bit
    assert merged([short, long, mixed]).words.dtype == np.uint64


def test_a_segment_with_most_rows_has_ten_bits_for_codes():
    pairs = frozenset((1, length) for length in range(1 << 10))
    assert packing.is_mergeable(packing.MOST_ROWS, [pairs, pairs])
    assert not packing.is_mergeable(packing.MOST_ROWS, [pairs, {(2, 2)}])
    assert not packing.is_mergeable(packing.MOST_ROWS + 1, [])


def test_a_segment_forgets_the_words_and_groups_of_removed_articles(tmp_path):
    entries = [Entry([["common", f"rare{number}"]], title=(f"name{number}",)) for number in (1, 2)]
    tail = Tail()
    for number, one in enumerate(entries, 1):
        tail.add(number, f"chat{number}", one)
    segment = merged([tail])
    segment.remove(0)
    write_segment(tmp_path / "one.segment", merged([segment]))
    data = (tmp_path / "one.segment").read_bytes()
    assert not any(word in data for word in (b"rare1", b"name1", b"chat1"))
    assert all(word in data for word in (b"common", b"rare2", b"name2", b"chat2"))
