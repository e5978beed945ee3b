"""Sentences of news in many languages, one a line, with what misleads those who split them."""

from pathlib import Path

import pytest

from corpus.article import Span
from corpus.languages.known import codes
from corpus.sentences.splitting import split_sentences

FOLDER = Path(__file__).parent / "hard"
UNSPACED = ("ja", "zh")
LEAST = 0.98  # F1 of the places where sentences end


def ends(text, language):
    return {end for _, end in split_sentences(text, Span(0, len(text)), language)}


def joined(sentences, separator):
    """Their text, and where each of them ends in it."""
    text = separator.join(sentences)
    starts = [len(separator.join([*sentences[:number], ""])) for number in range(len(sentences))]
    return text, {start + len(one) for start, one in zip(starts, sentences, strict=True)}


def groups(sentences):
    """Each sentence alone, with the next one, and with two that stand further on."""
    for number, sentence in enumerate(sentences):
        after, third, last = (sentences[(number + far) % len(sentences)] for far in (1, 7, 14))
        yield from ([sentence], [sentence, after], [sentence, third, last])


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_sentences_are_told_apart_wherever_they_stand(path):
    sentences = path.read_text(encoding="utf-8").splitlines()
    right = wrong = 0
    for group in groups(sentences):
        text, wanted = joined(group, "" if path.stem in UNSPACED else " ")
        found = ends(text, path.stem)
        right += len(found & wanted)
        wrong += len(found ^ wanted)
    assert 2 * right / (2 * right + wrong) >= LEAST


def test_every_language_but_english_has_hard_sentences():
    # English has those of test_splitting, and Thai has no sentence ends.
    assert {path.stem for path in FOLDER.glob("*.txt")} == codes() - {"en", "th"}
