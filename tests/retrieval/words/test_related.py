import pytest

from retrieval.array_file import read_arrays
from retrieval.meaning.minilm import SHA256
from retrieval.words.analysis import ANALYSES, ANALYSIS_VERSION
from retrieval.words.related import (
    CLOSE,
    MAGIC,
    Making,
    RelatedWords,
    close_terms,
    related_terms,
    related_words,
    write_related,
)


def term(word):
    (found,) = ANALYSES["en"].terms(word)
    return found


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("killed", "murdered"),  # alike
        ("boat", "vessel"),
        ("deal", "agreement"),
        ("resigned", "quit"),
        ("owner", "owns"),  # derived
        ("cheaters", "cheat"),
        ("marriage", "marry"),
        ("theft", "thief"),
        ("injured", "injuries"),
        ("bigger", "big"),
        ("Irish", "Ireland"),  # nationalities
        ("Dutch", "Netherlands"),
        ("British", "Britain"),
        ("Venezuelans", "Venezuela"),
        ("Burma", "Myanmar"),  # names for the same
    ],
)
def test_words_of_like_meaning_are_related_both_ways(word, other):
    assert term(other) in related_terms(term(word))
    assert term(word) in related_terms(term(other))


@pytest.mark.parametrize(
    ("word", "other"),
    [("London", "Glasgow"), ("Dutch", "German"), ("Kabul", "Baghdad"), ("Odesa", "Kyiv")],
)
def test_names_of_different_things_are_not_related(word, other):
    assert term(other) not in related_terms(term(word))


def test_the_most_alike_come_first_and_are_the_close_ones():
    every = related_terms(term("boat"))
    assert list(every.values()) == sorted(every.values(), reverse=True)
    close = close_terms(term("boat"))
    assert close == list(every)[: len(close)]
    assert close
    assert [other for other, alike in every.items() if alike >= CLOSE] == close


@pytest.mark.parametrize("unknown", ["", "zzzz", "\udc80", "船", "a" * 1000])
def test_an_unknown_term_has_no_related_ones(unknown):
    assert related_terms(unknown) == {}
    assert close_terms(unknown) == []


def test_no_term_is_a_number_or_related_to_itself():
    words = related_words()
    every = [words.term(at) for at in range(len(words))]
    assert len(every) > 10_000
    assert all(one.isalpha() for one in every)
    assert not any(one in words.of(one) for one in every)


def test_the_list_is_of_this_analysis_and_this_model():
    # If this fails, make the list again: python -m retrieval.meaning.related_words.
    assert related_words().made_with == Making(ANALYSIS_VERSION, SHA256)


def test_a_list_that_is_written_is_read(tmp_path):
    written = {"boat": {"ship": 0.6, "vessel": 0.8}, "ship": {"boat": 0.6}, "école": {"ship": 1.0}}
    write_related(tmp_path / "list", written, Making(1, "model"))
    found = read_arrays(tmp_path / "list", MAGIC)
    words = RelatedWords(found.arrays, Making(**found.about))
    assert words.made_with == Making(1, "model")
    for one in ("boat", "ship", "vessel", "école", "schule"):
        assert words.of(one) == pytest.approx(written.get(one, {}), abs=0.01)
    assert list(words.of("boat")) == ["vessel", "ship"]
