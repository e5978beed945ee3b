import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from retrieval.spelling import Spelling

TERMS = ("zelenskyy", "pyongyang", "kestrel", "ferri", "11000", "mars", "everett")


@pytest.fixture
def spelling():
    known = Spelling()
    known.learn(TERMS)
    return known


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [
        ("zelensky", "zelenskyy"),
        ("zelensiky", "zelenskyy"),
        ("pyonyang", "pyongyang"),
        ("kestrle", "kestrel"),
    ],
)
def test_a_term_that_is_nearly_another_is_alike(spelling, misspelt, meant):
    assert spelling.alike(misspelt) == [meant]


@pytest.mark.parametrize("other", ["marx", "11001", "gestrel", "kessel", "kestrel", "ferr"])
def test_short_terms_numbers_and_other_beginnings_are_not(spelling, other):
    assert spelling.alike(other) == []


def test_the_most_alike_comes_first():
    known = Spelling()
    known.learn(["carpenters", "carpenter"])
    assert known.alike("carpentar") == ["carpenter", "carpenters"]


@given(st.lists(st.text("abc", min_size=4, max_size=9)), st.text("abc", min_size=4, max_size=9))
def test_what_is_alike_is_known_and_at_most_two_changes_away(vocabulary, term):
    known = Spelling()
    known.learn(vocabulary)
    for other in known.alike(term):
        assert other in vocabulary
        assert 0 < OSA.distance(term, other) <= (2 if len(term) >= 8 else 1)
