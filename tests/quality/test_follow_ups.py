import json
from pathlib import Path

import pytest

from bot.cli.asking.questions import turn_after
from bot.library.library import Library
from corpus.clock import now
from retrieval.asking.given import Given
from retrieval.meaning.minilm import MiniLM

FOLLOW_UPS = Path(__file__).with_name("follow_ups.jsonl")
FLOORS = {
    "with the model": {"right first": 0.60, "silence": 0.8},
    "without": {"right first": 0.48, "silence": 0.8},
}


@pytest.fixture(scope="module")
def judged():
    return [json.loads(line) for line in FOLLOW_UPS.read_text(encoding="utf-8").splitlines()]


def first(library, line):
    """The first sentence of the answer to a follow-up, or an empty string."""
    today = now().date()
    given = Given(after=turn_after(library, line["after"], 3, today), today=today)
    answer = library.answer(line["question"], library.sources(), given=given)
    return answer.passages[0].sentence.text if answer.found else ""


def share(found):
    return sum(found) / len(found)


@pytest.mark.parametrize("which", FLOORS)
def test_the_quality_of_follow_ups_does_not_fall_below_its_floors(judged, which):
    library = Library.of([], meaning=MiniLM() if which == "with the model" else None)
    right = [
        any(words in first(library, line) for words in line["answers"])
        for line in judged
        if line["answers"]
    ]
    silent = [not first(library, line) for line in judged if not line["answers"]]
    measured = {"right first": share(right), "silence": share(silent)}
    print(which, measured)  # noqa: T201 - "pytest -s" prints the figures in README.md
    assert all(measured[name] >= floor for name, floor in FLOORS[which].items()), measured
