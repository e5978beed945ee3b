"""Sentences of news in many languages, one a line, with what misleads those who split them."""

import pytest

from corpus.languages.known import codes
from tests.support.hard_sentences import FOLDER, f1_of

LEAST = 0.98  # of the places where sentences end


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_sentences_are_told_apart_wherever_they_stand(path):
    assert f1_of(path) >= LEAST


def test_every_language_but_english_has_hard_sentences():
    # English has those of test_splitting, and Thai has no sentence ends.
    assert {path.stem for path in FOLDER.glob("*.txt")} == codes() - {"en", "th"}
