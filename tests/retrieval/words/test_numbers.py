from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.words.analysis import ANALYSES
from retrieval.words.numbers import JOINT, leading_number, phrases_joined

ENGLISH = ANALYSES["en"]


@pytest.mark.parametrize(
    "spellings",
    [
        ("2.5%", "2.5 %", "2.5 per cent", "2.5 percent", "2.5 Per Cent", "2.5pc", "2.50 pct"),
        ("$5m", "$5 million", "five million dollars", "$5-million", "$5mn", "US$5m", "$5,000,000"),
        ("£1.5bn", "1.5 billion pounds", "£1.5 billion", "£1,500 million"),
        ("300k people", "300,000 people", "three hundred thousand people", "300 thousand people"),
        ("11,000", "11000", "11 000", "11\u202f000", "eleven thousand", "Eleven Thousand"),
        ("250 ships", "two hundred and fifty ships", "two hundred fifty ships"),
        ("500,000", "half a million", "500k", "0.5 million"),
        ("12 km", "12km", "12 kilometres", "12 kilometers", "twelve kilometres"),
        ("-12C", "−12 °C", "-12°C", "minus 12 degrees Celsius", "minus twelve degrees Celsius"),
        ("60 mph", "60mph", "60 miles per hour", "sixty miles an hour"),
        ("5 kg", "5kg", "five kilos", "5 kilograms"),
        ("twenty-five", "25"),
        ("the 3rd", "the third"),
        ("2 dozen", "two dozen", "24"),
        ("ten-year-old", "10-year-old"),
        ("3,5", "3.5"),
        ("१२", "12"),
        ("3:1", "3-1", "3–1"),
        ("5:30 p.m.", "5.30 p.m."),
        ("5.30pm", "5:30pm"),
        ("WW2", "WWII"),
    ],
)
def test_a_number_has_the_same_terms_in_every_spelling(spellings):
    first, *others = (ENGLISH.terms(spelling) for spelling in spellings)
    assert all(other == first for other in others)


def test_a_number_in_letters_is_found_by_the_one_in_figures():
    assert {"19th"} == set(ENGLISH.terms("nineteenth")) <= set(ENGLISH.terms("19th"))
    assert {"5000000", "million"} <= set(ENGLISH.terms("5m people"))
    assert {"5", "metr"} <= set(ENGLISH.terms("a 5m wall"))


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("On May 3 300 people came.", ["3", "300", "peopl", "come"]),
        ("a few hundred or millions", ["few", "hundr", "million"]),
        ("They won 3-1 in 2024-25 at 10:30.", ["win", "3", "1", "2024", "25", "10:30"]),
        ("in 2019 300 ships", ["2019", "300", "ship"]),
        ("one of the two", ["one", "2"]),
    ],
)
def test_numbers_next_to_each_other_stay_apart(text, terms):
    assert ENGLISH.terms(text) == terms


def test_words_that_only_begin_a_number_are_none():
    assert leading_number(["one"]) == leading_number(["million"]) == (None, 0)
    assert leading_number(["a", "plan"]) == (None, 0)
    assert leading_number(["twenty", "five", "year"]) == ("25", 2)


@given(st.integers(2, 10**12 - 1))
def test_a_number_with_and_without_group_marks_is_the_same(number):
    assert ENGLISH.terms(f"{number:,}") == ENGLISH.terms(str(number))


@given(st.text(alphabet="0123456789 ,.$%-°Cmk\u00a0") | st.text())
def test_joining_a_phrase_keeps_every_offset(text):
    joined = phrases_joined(text)
    assert len(joined) == len(text)
    changed = [one for one, other in zip(text, joined, strict=True) if one != other]
    assert all(one.isspace() for one in changed)
    assert joined.count(JOINT) == len(changed) + text.count(JOINT)


@pytest.mark.parametrize("word", ["a", "hundred", "and", "twenty"])
def test_a_hostile_compound_is_read_at_once(word):
    began = process_time()
    assert leading_number([word] * 30_000)[1] <= 30
    assert process_time() - began < 1.0
