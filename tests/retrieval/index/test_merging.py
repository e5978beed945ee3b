from retrieval.index.entry import Entry
from retrieval.index.index import Index
from retrieval.index.merging import merged


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
