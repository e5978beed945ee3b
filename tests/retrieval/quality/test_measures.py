import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.quality.measures import auroc, measure


def test_each_measure_is_a_mean_over_the_questions():
    found = measure([1, 2, 4, 10, 11, math.inf], list("aabbcc"))
    values = {name: estimate.value for name, estimate in found.items()}
    assert values == pytest.approx(
        {
            "p_at_1": 1 / 6,
            "hit_at_3": 2 / 6,
            "hit_at_5": 3 / 6,
            "mrr_at_10": (1 + 1 / 2 + 1 / 4 + 1 / 10) / 6,
        }
    )


def test_there_are_no_estimates_without_questions():
    assert set(measure([], []).values()) == {None}


def test_questions_about_the_same_document_are_not_independent():
    ranks = [1.0] * 50 + [math.inf] * 50
    together = measure(ranks, ["a"] * 50 + ["b"] * 50)["p_at_1"]
    alone = measure(ranks, range(100))["p_at_1"]
    assert together.high - together.low > 2 * (alone.high - alone.low)


@given(st.lists(st.tuples(st.sampled_from([1, 2, 7, math.inf]), st.integers(0, 3)), min_size=1))
def test_intervals_are_shares_and_deterministic(judged):
    ranks, documents = zip(*judged, strict=True)
    found = measure(ranks, documents)
    assert found == measure(ranks, documents)
    for estimate in found.values():
        assert 0 <= estimate.low <= estimate.high <= 1
        assert estimate.low - 0.5 <= estimate.value <= estimate.high + 0.5


@given(
    st.lists(st.integers(0, 5), min_size=1, max_size=20),
    st.lists(st.integers(0, 5), min_size=1, max_size=20),
)
def test_auroc_counts_the_pairs_in_the_right_order(positive, negative):
    pairs = [(more > less) + (more == less) / 2 for more in positive for less in negative]
    assert auroc(positive, negative) == pytest.approx(sum(pairs) / len(pairs))
