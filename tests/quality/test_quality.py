import json
from pathlib import Path

import pytest

from bot.library.library import Library
from retrieval.answer import Band
from retrieval.meaning.minilm import MiniLM

QUESTIONS = Path(__file__).with_name("questions.jsonl")
READER = Path(__file__).with_name("reader_samples.jsonl")
FLOORS = {
    "with the model": {"P@1": 0.73, "success@3": 0.84, "not sure": 0.88, "silence": 0.53},
    "without": {"P@1": 0.63, "success@3": 0.72, "not sure": 0.80, "silence": 0.48},
}


@pytest.fixture(scope="module")
def libraries():
    return {
        "with the model": Library.of([], meaning=MiniLM()),
        "without": Library.of([]),
    }


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def judged():
    return read(QUESTIONS)


def rank(library, question):
    """The rank of the first right passage, from 1, or None if none is right."""
    answer = library.answer(question["question"], library.sources())
    right = [
        any(words in passage.sentence.text for words in question["answers"])
        for passage in answer.passages
    ]
    return right.index(True) + 1 if any(right) else None


@pytest.mark.parametrize("path", [QUESTIONS, READER], ids=lambda path: path.stem)
def test_every_judged_answer_is_in_exactly_one_sentence_of_the_samples(libraries, path):
    library = libraries["without"]
    sentences = [one.text for article in library.sources() for one in article.sentences]
    for question in read(path):
        for words in question["answers"]:
            assert sum(words in sentence for sentence in sentences) == 1, words


@pytest.mark.parametrize("which", FLOORS)
def test_quality_does_not_fall_below_its_floors(libraries, judged, which):
    library = libraries[which]
    answerable = [question for question in judged if question["answers"]]
    ranks = [rank(library, question) for question in answerable]
    bands = [
        library.answer(question["question"], library.sources()).band
        for question in judged
        if not question["answers"]
    ]
    measured = {
        "P@1": ranks.count(1) / len(ranks),
        "success@3": sum(place is not None for place in ranks) / len(ranks),
        "not sure": 1 - bands.count(Band.SURE) / len(bands),
        "silence": bands.count(Band.SILENT) / len(bands),
    }
    print(which, measured)  # noqa: T201 - "pytest -s" prints the figures in README.md
    assert library.answer("Who won?", library.sources()).by_meaning is (which != "without")
    assert all(measured[name] >= floor for name, floor in FLOORS[which].items()), measured
