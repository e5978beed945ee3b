import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.words.terms.numerals import NUMBER, numbers_joined, numeral_terms


@pytest.mark.parametrize(
    ("printed", "mark", "terms"),
    [
        ("48,5", ",", ["48.5"]),
        ("48,50", ",", ["48.5"]),
        ("48.5", ",", ["48.5"]),
        ("11.000", ",", ["11000"]),
        ("11,000", ".", ["11000"]),
        ("11,125", ",", ["11.125"]),
        ("11.125", ".", ["11.125"]),
        ("1.234.567,5", ",", ["1234567.5"]),
        ("1,234,567.5", ".", ["1234567.5"]),
        ("12’500", ",", ["12500"]),
        ("1,00,000", ".", ["100000"]),
        ("12.05.2020", ",", ["12", "05", "2020"]),
        ("1,2,3", ".", ["1", "2", "3"]),
        ("10:30", ",", ["10:30"]),
        ("3:1", ",", ["3", "1"]),
        ("٣٫٥", ".", ["3.5"]),
        ("۱۲٬۰۰۰", ".", ["12000"]),
        ("２０２６", ".", ["2026"]),
        ("007", ".", ["007"]),
    ],
)
def test_a_number_is_one_term_however_it_is_written(printed, mark, terms):
    assert numeral_terms(printed, mark) == terms


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("11 000 Euro", "11\x1f000 Euro"),
        ("11\u202f000\u202f000", "11\x1f000\x1f000"),
        ("im Jahr 2010 300 Menschen", "im Jahr 2010 300 Menschen"),
        ("3 maj 300 osób", "3 maj 300 osób"),
        ("0 500", "0 500"),
    ],
)
def test_spaces_inside_a_number_are_joined(text, joined):
    assert numbers_joined(text) == joined


@given(st.text(alphabet="0123 ,.\u00a0a\n", max_size=30))
def test_joining_keeps_the_places_of_everything(text):
    joined = numbers_joined(text)
    assert len(joined) == len(text)
    assert joined.replace("\x1f", " ").split() == text.replace("\u00a0", " ").split()


@given(st.from_regex(re.compile(NUMBER), fullmatch=True))
def test_any_number_has_terms_of_ascii_digits(printed):
    terms = numeral_terms(printed, ",")
    assert all(one.isascii() for one in terms)
