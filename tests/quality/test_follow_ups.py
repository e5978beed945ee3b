import json
from pathlib import Path

import pytest

from bot.cli.asking.questions import turn_after
from bot.library.library import Library
from corpus.clock import now
from retrieval.answer import Band
from retrieval.asking.given import Given
from retrieval.meaning.minilm import MiniLM

FOLLOW_UPS = Path(__file__).with_name("follow_ups.jsonl")
FLOORS = {
    "with the model": {"right first": 0.64, "not sure": 0.8, "silence": 0.8},
    "without": {"right first": 0.6, "not sure": 0.8, "silence": 0.6},
}


@pytest.fixture(scope="module")
def judged():
    return [json.loads(line) for line in FOLLOW_UPS.read_text(encoding="utf-8").splitlines()]


def first(library, line):
    """The first sentence of the answer to a follow-up, or an empty string, and its band."""
    today = now().date()
    given = Given(after=turn_after(library, line["after"], 3, today), today=today)
    answer = library.answer(line["question"], library.sources(), given=given)
    return answer.passages[0].sentence.text if answer.found else "", answer.band


def share(found):
    return sum(found) / len(found)


@pytest.mark.parametrize("which", FLOORS)
def test_the_quality_of_follow_ups_does_not_fall_below_its_floors(judged, which):
    library = Library.of([], meaning=MiniLM() if which == "with the model" else None)
    right = [
        any(words in first(library, line)[0] for words in line["answers"])
        for line in judged
        if line["answers"]
    ]
    bands = [first(library, line)[1] for line in judged if not line["answers"]]
    measured = {
        "right first": share(right),
        "not sure": share([band is not Band.SURE for band in bands]),
        "silence": share([band is Band.SILENT for band in bands]),
    }
    print(which, measured)  # noqa: T201 - "pytest -s" prints the figures in README.md
    assert all(measured[name] >= floor for name, floor in FLOORS[which].items()), measured
