from retrieval.words.analysis import ANALYSES
from retrieval.words.related import related_terms, word_groups

ENGLISH = ANALYSES["en"]


def test_the_terms_of_a_group_are_related():
    related = related_terms(ENGLISH)
    (killed,) = ENGLISH.terms("killed")
    assert "murder" in related[killed]
    assert killed in related["murder"]
    assert killed not in related[killed]


def test_groups_are_distinct_and_their_words_have_different_stems():
    groups = [tuple(ENGLISH.terms(line)) for line in word_groups()]
    assert all(len(set(group)) == len(group) > 1 for group in groups)
    sets = [frozenset(group) for group in groups]
    assert len(set(sets)) == len(sets)
