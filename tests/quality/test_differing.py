import pytest

from tests.quality.differing import measure, pairs_in, precision_and_recall

FLOORS = {"tune": (1.0, 0.8), "judge": (0.95, 0.85)}  # precision, recall


@pytest.mark.parametrize("half", FLOORS)
def test_what_sources_are_said_to_differ_in_does_not_fall_below_its_floors(half):
    measured = precision_and_recall(measure(pairs_in(half)))
    print(half, measured)  # noqa: T201 - "pytest -s" prints the figures in README.md
    assert all(found >= floor for found, floor in zip(measured, FLOORS[half], strict=True))
