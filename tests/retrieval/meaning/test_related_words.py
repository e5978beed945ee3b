"""The command that makes the list of related words; docs/model.md says how to run it."""

import numpy as np
import pytest
from click.testing import CliRunner

from retrieval.meaning.related_words import (
    ENGLISH,
    GROUPED,
    LEAST,
    Terms,
    related,
    word_groups,
    write_related_words,
)

# Directions, in degrees: boat and vessel are alike, and so are Oslo and Bergen.
WORDS = {
    "boat": 0,
    "boats": 4,
    "vessel": 20,
    "tax": 180,
    "Oslo": 90,
    "Bergen": 100,
    "taxable": 140,
}


@pytest.fixture
def terms():
    angles = np.radians(list(WORDS.values()))
    return Terms(list(WORDS), np.column_stack([np.cos(angles), np.sin(angles)]))


def test_words_of_one_term_have_one_vector(terms):
    assert terms.names == ["boat", "vessel", "tax", "oslo", "bergen", "taxabl"]
    assert np.linalg.norm(terms.vectors, axis=1) == pytest.approx(1)


def test_words_that_are_near_in_meaning_are_related_but_names_are_not(terms):
    found = related(["boat", "boats", "vessel", "tax"], terms, [], [])
    assert found["boat"] == {"vessel": pytest.approx(terms.likeness("boat", "vessel"))}
    assert "vessel" in found["boat"]
    assert "oslo" not in found
    assert "tax" not in found


def test_derived_words_and_names_for_the_same_are_related_both_ways(terms):
    found = related([], terms, [("taxable", "tax")], [("Oslo", "Bergen"), ("Oslo", "Tax")])
    assert set(found["tax"]) == {"taxabl"}
    assert set(found["taxabl"]) == {"tax"}
    assert set(found["oslo"]) == {"bergen"}


def test_words_that_the_model_does_not_find_alike_are_not_related(terms):
    assert terms.likeness("boat", "tax") < LEAST
    assert related([], terms, [("boat", "tax"), ("boat", "unknown")], []) == {}


def test_the_words_of_a_group_are_alike_but_names_among_them_are_not(terms):
    found = related(["boat", "vessel", "tax"], terms, [], [], ["boat tax Oslo", "boat vessel"])
    assert found["boat"] == {
        "tax": GROUPED,
        "vessel": pytest.approx(terms.likeness("boat", "vessel")),
    }
    assert found["tax"] == {"boat": GROUPED}
    assert "oslo" not in found


def test_groups_are_distinct_and_their_words_have_different_stems():
    groups = [ENGLISH.terms(line) for line in word_groups()]
    assert all(len(set(group)) == len(group) > 1 for group in groups)
    sets = [frozenset(group) for group in groups]
    assert len(set(sets)) == len(sets)


def test_a_folder_without_wordnet_is_refused(tmp_path):
    result = CliRunner().invoke(write_related_words, [str(tmp_path)])
    assert result.exit_code == 1
    assert "data.noun" in str(result.output)
