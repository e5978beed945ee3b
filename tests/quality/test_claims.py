import pytest

from retrieval.meaning.minilm import MiniLM
from tests.quality.claims import (
    FILES,
    claims_in,
    library_of_claims,
    measure,
    precision_and_recall,
)

SHORT, NATURAL = FILES
FLOORS = {  # precision, recall
    (SHORT, "tune"): (1.0, 0.7),
    (SHORT, "judge"): (0.97, 0.82),
    (NATURAL, "tune"): (0.97, 0.68),
    (NATURAL, "judge"): (0.97, 0.55),
}


@pytest.fixture(scope="module", params=FILES)
def libraries(request):
    file = request.param
    return file, [library_of_claims(MiniLM(), file), library_of_claims(file=file)]


@pytest.mark.parametrize("half", ["tune", "judge"])
def test_what_sources_are_said_to_say_does_not_fall_below_its_floors(libraries, half):
    file, with_the_model_and_without = libraries
    for library in with_the_model_and_without:
        measured = precision_and_recall(measure(library, claims_in(half, file)))
        print(file, half, measured)  # noqa: T201 - "pytest -s" prints the figures in README.md
        floors = FLOORS[file, half]
        assert all(found >= floor for found, floor in zip(measured, floors, strict=True))
