import pytest

from retrieval.words.analysis import ANALYSES
from retrieval.words.irregular import ENGLISH, forms


@pytest.mark.parametrize(
    ("form", "word"),
    [
        ("sent", "send"),
        ("Women", "woman"),
        ("dying", "die"),
        ("crises", "crisis"),
        ("laid", "lay"),
    ],
)
def test_a_form_and_its_word_are_one_term(form, word):
    assert ANALYSES["en"].terms(form) == ANALYSES["en"].terms(word)


def test_no_form_belongs_to_two_words():
    words = ENGLISH.split()
    assert len(forms(ENGLISH)) == len(words) - len(ENGLISH.strip().splitlines())
