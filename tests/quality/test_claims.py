import pytest

from retrieval.meaning.minilm import MiniLM
from tests.quality.claims import claims_in, library_of_claims, measure, precision_and_recall

FLOORS = {  # precision, recall
    ("tune", "with the model"): (1.0, 0.7),
    ("tune", "without"): (1.0, 0.7),
    ("judge", "with the model"): (0.95, 0.75),
    ("judge", "without"): (0.95, 0.75),
}


@pytest.fixture(scope="module")
def libraries():
    return {"with the model": library_of_claims(MiniLM()), "without": library_of_claims()}


@pytest.mark.parametrize(("half", "which"), FLOORS)
def test_what_sources_are_said_to_say_does_not_fall_below_its_floors(libraries, half, which):
    measured = precision_and_recall(measure(libraries[which], claims_in(half)))
    print(half, which, measured)  # noqa: T201 - "pytest -s" prints the figures in README.md
    assert all(found >= floor for found, floor in zip(measured, FLOORS[half, which], strict=True))
