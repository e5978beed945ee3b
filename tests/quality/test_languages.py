import json
from pathlib import Path

import pytest

from bot.library.library import Library
from retrieval.answer import Band

QUESTIONS = Path(__file__).with_name("questions_in_languages.jsonl")

FIRST = 0.88  # P@1, by the words alone
SILENT = 10  # of twelve questions that nothing answers


@pytest.fixture(scope="module")
def library():
    return Library.of([])


@pytest.fixture(scope="module")
def outcomes(library):
    """Each question with the rank of the right sentence among those shown, and the answer."""
    sources = library.sources()
    found = []
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        question = json.loads(line)
        answer = library.answer(question["question"], sources)
        texts = [one.sentence.text for one in answer.passages]
        right = [any(words in text for words in question["answers"]) for text in texts]
        found.append((question, right.index(True) + 1 if any(right) else None, answer))
    return found


def test_every_judged_answer_is_in_one_sentence(library):
    sentences = [one.text for article in library.sources() for one in article.sentences]
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        for words in json.loads(line)["answers"]:
            assert sum(words in sentence for sentence in sentences) == 1, words


def test_no_absent_question_is_answered_for_sure(outcomes):
    sure = [q["question"] for q, _, a in outcomes if not q["answers"] and a.band is Band.SURE]
    assert sure == []


def test_questions_in_six_languages_find_their_sentences(outcomes):
    ranks = [rank for question, rank, _ in outcomes if question["answers"]]
    first = sum(rank == 1 for rank in ranks) / len(ranks)
    silent = [not answer.passages for question, _, answer in outcomes if not question["answers"]]
    # "pytest -s" prints the figures.
    print(f"six languages: P@1 {first:.2f}, silent {sum(silent)} of {len(silent)}")  # noqa: T201
    assert first >= FIRST
    assert sum(silent) >= SILENT
