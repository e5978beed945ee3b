"""Two sentences differ if they give other numbers for the same, or say the opposite."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering.differing.comparing import Difference, difference
from retrieval.answering.differing.statements import Statement
from retrieval.words.analysis import ANALYSES

NUMBER, OPPOSITE = Difference
WORDS = st.sampled_from(
    "the ferry sank off Skye not never 12 17 people dead injured will may said won lost and , ; "
    "“ ” 3% €4m - : n't refused to no".split()
)


def statement(text, title="", day=None):
    return Statement(text, ANALYSES["en"], title, day)


def compared(one, other):
    found = difference(statement(one), statement(other))
    assert found is difference(statement(other), statement(one))
    return found


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("The fire in Hull killed 12 people.", "The fire in Hull left 17 dead.", NUMBER),
        ("The fire in Hull killed 12 people.", "The fire in Hull left a dozen dead.", None),
        ("The fire in Hull killed 12 people.", "The fire in Hull left 30 injured.", None),
        ("The fire in Hull killed 12 people.", "The fire in Hull killed 12 of 40.", None),
        ("The fire in Hull killed 12 people.", "The fire in Hull may have killed 17.", None),
        ("The fire in Hull killed 12 people.", "The fire in York killed 17 people.", None),
        ("The fire killed at least 12 in Hull.", "The fire killed 17 in Hull.", None),
        ("The deal cost Holm about $300m.", "The deal cost Holm $296m.", None),
        ("The deal cost Holm about $300m.", "The deal cost Holm $420m.", NUMBER),
        ("The deal cost Holm $300m.", "The deal cost Holm 300 people.", None),
        ("Holm signed it.", "Holm did not sign it.", None),  # too little is shared
        ("Holm signed the deal in Oslo.", "Holm did not sign the deal in Oslo.", OPPOSITE),
        ("Holm signed the deal in Oslo.", "Holm refused to sign the deal in Oslo.", OPPOSITE),
        ("Holm signed the deal in Oslo.", "Holm not only signed the deal in Oslo.", None),
        ("Holm signed the deal in Oslo.", "Did Holm not sign the deal in Oslo?", None),
        ("Holm confirmed the deal in Oslo.", "Holm denied the deal in Oslo.", OPPOSITE),
        ("Holm confirmed the deal in Oslo.", "Holm did not deny the deal in Oslo.", None),
        ("Spain won the cup against Italy.", "Italy lost the cup against Spain.", None),
        ("Spain won the cup against Italy.", "Spain lost the cup against Italy.", OPPOSITE),
    ],
)
def test_only_what_contradicts_differs(one, other, found):
    assert compared(one, other) is found


def test_a_year_is_that_of_the_other_article_or_no_year_to_compare():
    then = statement("In 2019, the fire in Hull killed 12 people.")
    for day, found in ((date(2019, 5, 1), NUMBER), (date(2025, 5, 1), None), (None, None)):
        assert difference(then, statement("The fire in Hull killed 17.", day=day)) is found


@given(st.lists(WORDS, max_size=14), st.lists(WORDS, max_size=14))
def test_no_sentence_differs_from_itself_and_order_does_not_matter(one, other):
    text = " ".join(one)
    assert compared(text, text) is None
    compared(text, " ".join(other))


def test_a_sentence_that_says_too_much_is_not_compared():
    long = "The fire in Hull killed 12 people" + " and burned the shop" * 20
    assert compared(f"{long}.", "The fire in Hull killed 17 people.") is None
    many = ", ".join(f"{count} bakers" for count in range(11, 21))
    assert compared(f"The fire in Hull hurt {many}.", "The fire in Hull hurt 30 bakers.") is None
