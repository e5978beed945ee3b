import numpy as np
import pytest
from index_parts import KINDS, build_part

from retrieval.index.entry import Entry
from retrieval.index.tail import Tail


@pytest.mark.parametrize("kind", KINDS)
def test_postings_of_several_terms_are_those_of_each_within_the_mask(kind):
    part = build_part(kind)
    mask = np.random.default_rng(2).random(part.size) < 0.3
    found = part.find_all(["g", "nowhere", "a"], mask)
    assert found.ends[0] == found.ends[1]
    for term, start, end in (("g", 0, found.ends[0]), ("a", found.ends[1], found.ends[2])):
        rows, codes = part.find(term)
        assert found.rows[start:end].tolist() == rows[mask[rows]].tolist()
        assert part.tf(found.codes[start:end]).tolist() == part.tf(codes[mask[rows]]).tolist()


@pytest.mark.parametrize("kind", KINDS)
def test_scopes_that_differ_only_in_groups_elsewhere_share_a_cache_entry(kind):
    part = build_part(kind)
    everything = part.scoped(None)
    assert part.scoped(frozenset({"g", "elsewhere"})) is everything
    assert part.scoped(frozenset({"elsewhere"})).rows == 0
    part.remove(0)
    assert part.scoped(frozenset({"g"})).rows == everything.rows - 10


def test_a_group_added_later_is_in_the_scope():
    tail = Tail()
    both = frozenset("gh")
    tail.add(1, "g", Entry([["a"]]))
    assert tail.scoped(both).mask is None
    tail.add(2, "h", Entry([["a"], ["b"]]))
    tail.add(3, "i", Entry([["a"]]))
    assert tail.scoped(both).rows == 3
