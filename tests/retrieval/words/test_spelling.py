import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from retrieval.words.spelling import errors_in, spelled_like, stems_of

TERMS = ("zelenskyy", "pyongyang", "kestrel", "ferri", "11000", "mars", "everett")


def vocabulary_of(*terms):
    return lambda first, lengths: [t for t in terms if t[0] == first and len(t) in lengths]


KNOWN = vocabulary_of(*TERMS)


@pytest.mark.parametrize(
    ("misspelled", "meant"),
    [
        ("zelensky", "zelenskyy"),
        ("zelensiky", "zelenskyy"),
        ("pyonyang", "pyongyang"),
        ("kestrle", "kestrel"),
    ],
)
def test_a_misspelled_term_finds_the_right_one(misspelled, meant):
    assert spelled_like(misspelled, KNOWN) == [meant]


@pytest.mark.parametrize("other", ["marx", "11001", "gestrel", "kessel", "kestrel", "ferr"])
def test_short_terms_numbers_and_other_first_letters_find_nothing(other):
    assert spelled_like(other, KNOWN) == []


def test_the_closest_term_comes_first():
    known = vocabulary_of("carpenters", "carpenter")
    assert spelled_like("carpentar", known) == ["carpenter", "carpenters"]


@given(st.lists(st.text("abc", min_size=4, max_size=9)), st.text("abc", min_size=4, max_size=9))
def test_terms_spelt_alike_are_known_and_at_most_two_edits_away(vocabulary, term):
    for other in spelled_like(term, vocabulary_of(*vocabulary)):
        assert other in vocabulary
        assert 0 < OSA.distance(term, other) <= (2 if len(term) >= 8 else 1)


def test_the_word_as_typed_counts_where_its_term_is_further_away():
    known = vocabulary_of("internet", "missil")
    assert errors_in("internte", "internt", known) == {"internet": 1}
    assert errors_in("missle", "missl", known) == {"missil": 1}


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("officiasl", "offici"),
        ("televisiin", "televis"),
        ("transportatioh", "transport"),
    ],
)
def test_a_word_with_an_error_in_its_ending_can_have_this_stem(word, stem):
    assert stem in stems_of(word)


@pytest.mark.parametrize("word", ["", "11001", "lest", "minutew", "u.s."])
def test_other_words_have_no_such_stem(word):
    assert stems_of(word) == []


@given(st.text(max_size=30))
def test_such_stems_are_beginnings_of_the_word(word):
    assert all(
        word.startswith(stem) and 4 <= len(stem) <= len(word) - 3 for stem in stems_of(word)
    )
