"""Synthetic news: a vocabulary with Zipf's law, in articles that return to their subjects."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.languages.known import language_of

SENTENCES = 30  # in an article
WORDS = 20  # in a sentence, on average: log-normal, from 4 to 60
VOCABULARY = 2_000_000
BEND = 8000  # rank above which words become rare faster, as names and numbers do
STEEP = 1.9  # above BEND, frequency falls with rank ** -STEEP
SUBJECTS = 20  # words that an article keeps coming back to
COMMONEST_SUBJECT = 200  # rank; more frequent words are never subjects
BURST = 0.12  # share of an article's words that are its subjects
AT_ONCE = 300  # articles created together
COMMON = 120  # ranks of words that no question contains
QUESTIONS = 1000
SCOPE = 1000  # articles of a chat
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "or", "is")]

Sentences = list[list[str]]


class Questions(NamedTuple):
    """Questions, each of 3 to 8 different words from one sentence of the corpus.

    ``scope`` are the numbers, from 0, of the articles of one chat; ``scoped`` are questions from
    their sentences.
    """

    every: list[list[str]]
    scoped: list[list[str]]
    scope: list[int]


def articles(sentences: int, seed: int = 1) -> Iterator[Sentences]:
    """Yield articles of 30 sentences, each a list of words. Deterministic."""
    random = np.random.default_rng(seed)
    chances = np.cumsum(_frequencies())
    words: dict[int, str] = {}
    left = -(-sentences // SENTENCES)
    while left:
        count = min(left, AT_ONCE)
        left -= count
        lengths = np.clip(
            random.lognormal(np.log(WORDS * 0.92), 0.42, count * SENTENCES).round(), 4, 60
        ).astype(int)
        ranks = np.searchsorted(chances, random.random(lengths.sum()))
        owner = np.repeat(np.arange(count * SENTENCES) // SENTENCES, lengths)
        floor = chances[COMMONEST_SUBJECT]
        subjects = np.searchsorted(chances, floor + random.random((count, SUBJECTS)) * (1 - floor))
        bursts = random.random(len(ranks)) < BURST
        preferred = (random.random(len(ranks)) ** 2 * SUBJECTS).astype(int)
        ranks[bursts] = subjects[owner[bursts], preferred[bursts]]
        ends = np.cumsum(lengths).tolist()
        spelt = [words.get(rank) or words.setdefault(rank, word(rank)) for rank in ranks.tolist()]
        made = [spelt[end - size : end] for end, size in zip(ends, lengths.tolist(), strict=True)]
        for start in range(0, len(made), SENTENCES):
            yield made[start : start + SENTENCES]


def word(rank: int) -> str:
    """The word at a rank, from 0: first English stop words, then invented words."""
    if rank < len(_STOP_WORDS):
        return _STOP_WORDS[rank]
    syllables = []
    rank += len(SYLLABLES)
    while rank:
        rank, syllable = divmod(rank, len(SYLLABLES))
        syllables.append(SYLLABLES[syllable])
    return "".join(syllables)


def written(sentences: Sentences) -> tuple[str, list[tuple[int, int]]]:
    """An article's text, in paragraphs of three sentences, and each sentence's start and end."""
    text, spans = "", []
    for number, one in enumerate(sentences):
        if number:
            text += " " if number % 3 else "\n\n"
        start = len(text)
        text += " ".join([one[0].capitalize(), *map(_named, one[1:])]) + "."
        spans.append((start, len(text)))
    return text, spans


def write_corpus(folder: Path, sentences: int) -> None:
    """Write ``sentences.txt``, a sentence per line, and ``questions.json``, unless they exist."""
    target = folder / "questions.json"
    if target.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(2)
    count = -(-sentences // SENTENCES)
    scope = sorted(random.choice(count, min(SCOPE, count), replace=False).tolist())
    chosen = set(random.choice(count, min(QUESTIONS, count), replace=False).tolist())
    sources: Sentences = []
    scoped: Sentences = []
    chat = set(scope)
    with (folder / "sentences.txt").open("w") as file:
        for number, article in enumerate(articles(sentences)):
            file.writelines(" ".join(one) + "\n" for one in article)
            if number in chosen:
                sources += article
            if number in chat:
                scoped += article
    made = Questions(_questions(sources, random), _questions(scoped, random), scope)
    target.write_text(json.dumps(made._asdict()))


def read_sentences(folder: Path) -> Iterator[Sentences]:
    """Yield the articles of a corpus."""
    article: Sentences = []
    with (folder / "sentences.txt").open() as file:
        for line in file:
            article.append(line.split())
            if len(article) == SENTENCES:
                yield article
                article = []


def read_questions(folder: Path) -> Questions:
    """The questions of a corpus."""
    return Questions(**json.loads((folder / "questions.json").read_text()))


def _questions(sentences: Sentences, random: np.random.Generator) -> list[list[str]]:
    common = {word(rank) for rank in range(COMMON)}.union(_STOP_WORDS)
    made: list[list[str]] = []
    while len(made) < QUESTIONS:
        sentence = sentences[random.integers(len(sentences))]
        words = [one for one in dict.fromkeys(sentence) if one not in common]
        count = int(random.integers(3, 9))
        if len(words) >= count:
            made.append(random.choice(words, count, replace=False).tolist())
    return made


def _frequencies() -> NDArray[np.float64]:
    ranks = np.arange(1, VOCABULARY + 1, dtype=float)
    frequencies = 1 / (ranks + 0.4)
    frequencies[BEND:] = frequencies[BEND - 1] * (ranks[BEND:] / BEND) ** -STEEP
    return frequencies / frequencies.sum()


def _named(one: str) -> str:
    """The word, capitalized if it is a name, as some of the rarer ones are."""
    return one.capitalize() if len(one) > 5 and one[0] in "bk" else one


# The most frequent first, as in English, without single letters.
_FIRST = "the of to and in a for that on is said with was by at as it from be his have an".split()
_ENGLISH = language_of("en")
_COMMON = _ENGLISH.words.stop | _ENGLISH.asking.questions
_OTHERS = sorted(one for one in _COMMON if len(one) > 1 and one not in _FIRST)
_STOP_WORDS: Sequence[str] = [*_FIRST, *_OTHERS][:COMMON]
