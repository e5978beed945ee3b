from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.entry import Entry
from retrieval.index.index import Index
from retrieval.index.merging import merged
from retrieval.index.reading.openings import OPENING

TERMS = st.sampled_from("abcd")
ENTRIES = st.builds(
    lambda sentences, title, day: Entry(sentences, title, day=day),
    st.lists(st.lists(TERMS, max_size=3), max_size=5),
    st.lists(TERMS, max_size=2),
    st.integers(0, 3),
)
WEIGHTS = {"a": 1.0, "b": 2.0, "c": 4.0}


def weight(*texts):
    held = {term for text in texts for term in text}
    return sum(WEIGHTS.get(term, 0.0) for term in held)


@given(st.lists(ENTRIES, max_size=6), st.sets(st.integers(0, 5)), st.booleans(), st.booleans())
def test_openings_are_those_counted_one_by_one(entries, removed, settled, narrowed):
    index = Index()
    for key, one in enumerate(entries):
        index.add(key, "odd" if key % 2 else "even", one)
        if settled and key == 2:
            parts = index.unsettled(tail=0)
            index.replace(parts, merged(parts))
    for key in removed.intersection(range(len(entries))):
        index.remove(key)
    scope = frozenset({"odd"}) if narrowed else None
    kept = {
        key: one
        for key, one in enumerate(entries)
        if one.sentences and key not in removed and (key % 2 or not narrowed)
    }
    found = index.openings(WEIGHTS, scope)
    assert set(found.keys.tolist()) == {
        key for key, one in kept.items() if weight(one.title, *one.sentences[:OPENING])
    }
    for key, day, title, front, opening in zip(*found, strict=True):
        one = kept[key]
        assert day == one.day
        assert title == weight(one.title)
        assert front == weight(one.title, *one.sentences[:1])
        assert opening == weight(one.title, *one.sentences[:OPENING])
    assert set(index.every_article(scope).keys.tolist()) == set(kept)
