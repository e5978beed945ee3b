from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.languages.known import language_of
from retrieval.ranking.confidence import biased

ENGLISH = language_of("en")


@given(st.floats(0, 1))
def test_english_needs_no_bias(probability):
    assert biased(probability, ENGLISH) == probability


def test_a_bias_is_added_to_the_log_odds():
    assert biased(0.5, replace(ENGLISH, bias=1.0)) == pytest.approx(0.7311, abs=1e-4)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(-5, 5))
def test_a_bias_keeps_the_order_and_stays_between_0_and_1(one, other, bias):
    language = replace(ENGLISH, bias=bias)
    less, more = (biased(probability, language) for probability in sorted((one, other)))
    assert 0 <= less <= more * (1 + 1e-12) <= 1 + 1e-12
