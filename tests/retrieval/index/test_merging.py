import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.index import merging, packing
from retrieval.index.entry import Entry
from retrieval.index.index import Index
from retrieval.index.merging import merged
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
