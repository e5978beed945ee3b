import math

import numpy as np
import pytest

from retrieval.index import packing, scoring
from retrieval.index.entry import Entry
from retrieval.index.merging import merged
from retrieval.index.scoring import Scorer, Weighted
from retrieval.index.tail import Tail

TERMS = "abcdefg"
AVERAGE = 5.0


def build(kind):
    """Return 3,000 rows; each term is about half as frequent as the one before."""
    random = np.random.default_rng(1)
    tail = Tail()
    for key in range(300):
        counts = random.poisson([2.0 / 2**at for at in range(len(TERMS))], (10, len(TERMS)))
        tail.add(key, "g", Entry([np.repeat(list(TERMS), row).tolist() for row in counts]))
    with pytest.MonkeyPatch.context() as patch:
        if kind == "wide segment":  # as with more rows and lengths than 32 bits hold
            patch.setattr(packing, "NARROW", 0)
        return tail if kind == "tail" else merged([merged([tail])])


@pytest.fixture(scope="module", params=["tail", "segment", "wide segment"])
def part(request):
    """Share a part among the tests that only read it."""
    return build(request.param)


def held(part, terms, weights):
    return Weighted(part.find_all(terms, None), weights)


def every_score(part, terms, weights):
    """The score of each row that holds a term, by the formula."""
    scores = {}
    for term, weight in zip(terms, weights, strict=True):
        found = part.find(term)
        for row, tf in zip(found.rows.tolist(), part.tf(found.codes).tolist(), strict=True):
            gain = weight * tf * 2.5 / (tf + 1.5 * (0.25 + 0.75 * part.lengths[row] / AVERAGE))
            scores[row] = scores.get(row, 0.0) + gain
    return scores


@pytest.mark.parametrize("many", [0, scoring.MANY])
@pytest.mark.parametrize("room", [0, 4])  # with 0 and at least one, all rows share it
@pytest.mark.parametrize("limit", [1, 10, 100, 5000])
@pytest.mark.parametrize("terms", ["a", "g", "fg", "gca", "gfedcba"])
def test_the_best_rows_are_those_of_all_scores(part, terms, limit, room, many, monkeypatch):
    monkeypatch.setattr(scoring, "ROOM", room)
    monkeypatch.setattr(scoring, "FEWEST_CELLS", 1)
    monkeypatch.setattr(scoring, "MANY", many)
    weights = [0.5 + number for number in range(len(terms))]
    scores = every_score(part, terms, weights)
    floor = sorted(scores.values(), reverse=True)[min(limit, len(scores)) - 1]
    scorer = Scorer(1.5, 0.75)
    for _ in range(2):  # the first leaves nothing behind in the table
        rows, found = scorer.best(part, held(part, terms, weights), AVERAGE, limit, -math.inf)
        assert len(rows) >= min(limit, len(scores))
        best = dict(zip(rows.tolist(), found.tolist(), strict=True))
        assert best == pytest.approx({row: scores[row] for row in best}, rel=1e-9)
        # An equal of the last one may be an ulp below it.
        assert min(best.values()) == pytest.approx(floor, rel=1e-9)
        assert all(row in best for row, score in scores.items() if score > floor * (1 + 1e-9))


def test_rows_below_the_floor_score_are_left_out(part):
    scores = every_score(part, "gca", [3.0, 2.0, 1.0])
    floor = sorted(scores.values())[-5]
    rows, found = Scorer(1.5, 0.75).best(
        part, held(part, "gca", [3.0, 2.0, 1.0]), AVERAGE, 100, floor * (1 - 1e-12)
    )
    assert len(rows) == 5
    assert found.min() == pytest.approx(floor)


def test_weights_below_0_count_too(part):
    rows, found = Scorer(1.5, 0.75).best(
        part, held(part, "ga", [1.0, -1.0]), AVERAGE, 5000, -math.inf
    )
    assert dict(zip(rows.tolist(), found.tolist(), strict=True)) == pytest.approx(
        every_score(part, "ga", [1.0, -1.0]), rel=1e-9, abs=1e-12
    )


def test_terms_in_batches_add_up(part):
    batches = [held(part, "ga", [1.0, 2.0]), held(part, "c", [3.0])]
    rows, found = Scorer(1.5, 0.75).best_of_all(part, batches, AVERAGE, 5000)
    assert dict(zip(rows.tolist(), found.tolist(), strict=True)) == pytest.approx(
        every_score(part, "gac", [1.0, 2.0, 3.0]), rel=1e-9
    )


def test_postings_of_several_terms_are_those_of_each_in_the_mask(part):
    mask = np.random.default_rng(2).random(part.size) < 0.3
    found = part.find_all(["g", "nowhere", "a"], mask)
    assert found.ends[0] == found.ends[1]
    for term, start, end in (("g", 0, found.ends[0]), ("a", found.ends[1], found.ends[2])):
        rows, codes = part.find(term)
        assert found.rows[start:end].tolist() == rows[mask[rows]].tolist()
        assert part.tf(found.codes[start:end]).tolist() == part.tf(codes[mask[rows]]).tolist()


@pytest.mark.parametrize("kind", ["tail", "segment", "wide segment"])
def test_scopes_that_differ_in_what_a_part_does_not_have_share_what_is_prepared(kind):
    part = build(kind)
    everything = part.scoped(None)
    assert part.scoped(frozenset({"g", "elsewhere"})) is everything
    assert part.scoped(frozenset({"elsewhere"})).rows == 0
    part.remove(0)
    assert part.scoped(frozenset({"g"})).rows == everything.rows - 10


def test_a_group_that_comes_later_is_in_the_scope_from_then_on():
    tail = Tail()
    both = frozenset("gh")
    tail.add(1, "g", Entry([["a"]]))
    assert tail.scoped(both).mask is None
    tail.add(2, "h", Entry([["a"], ["b"]]))
    tail.add(3, "i", Entry([["a"]]))
    assert tail.scoped(both).rows == 3
