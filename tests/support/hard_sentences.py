"""Sentences that mislead those who split texts, alone and joined, and how well they are split."""

from pathlib import Path

from corpus.article import Span
from corpus.sentences.splitting import split_sentences

FOLDER = Path(__file__).parents[1] / "corpus" / "sentences" / "hard"
UNSPACED = ("ja", "zh")


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


def f1_of(path):
    """F1 of the places where the sentences of a file end, which is named after its language."""
    sentences = path.read_text(encoding="utf-8").splitlines()
    right = wrong = 0
    for group in groups(sentences):
        text, wanted = joined(group, "" if path.stem in UNSPACED else " ")
        found = ends(text, path.stem)
        right += len(found & wanted)
        wrong += len(found ^ wanted)
    return 2 * right / (2 * right + wrong)
