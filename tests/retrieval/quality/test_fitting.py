import numpy as np
import pytest

from retrieval.quality.fitting import Group, fit_confidence, fit_ranking
from retrieval.ranking.features import FEATURES

NAMES = list(FEATURES)
SHRINKAGE = 0.1


@pytest.fixture
def groups():
    """Questions whose right candidate has a higher window score; the rest is noise."""
    chance = np.random.default_rng(1)
    made = []
    for _ in range(60):
        grid = chance.normal(size=(8, len(NAMES)))
        right = np.zeros(8, bool)
        right[chance.integers(8)] = True
        grid[:, NAMES.index("window")] = right + 0.3 * chance.normal(size=8)
        made.append(Group(grid, right))
    return made


def test_the_informative_feature_gets_the_weight(groups):
    weights = fit_ranking(groups, NAMES, SHRINKAGE)
    assert np.argmax(np.abs(weights)) == NAMES.index("window")
    found = [group.right[np.argmax(group.grid @ weights)] for group in groups]
    assert np.mean(found) > 0.9


def test_only_learned_features_get_a_weight(groups):
    weights = fit_ranking(groups, ["section", "sentence"], SHRINKAGE)
    assert {name for name, weight in zip(NAMES, weights, strict=True) if weight} == {
        "section",
        "sentence",
    }


def test_training_is_deterministic(groups):
    assert (fit_ranking(groups, NAMES, SHRINKAGE) == fit_ranking(groups, NAMES, SHRINKAGE)).all()


def test_questions_without_a_right_or_a_wrong_candidate_are_ignored(groups):
    useless = [group._replace(right=np.zeros(8, bool)) for group in groups]
    useless += [group._replace(right=np.ones(8, bool)) for group in groups]
    fitted = [fit_ranking(some, NAMES, SHRINKAGE) for some in (groups, [*groups, *useless])]
    assert np.allclose(*fitted)


def test_the_confidence_is_a_calibrated_probability():
    chance = np.random.default_rng(2)
    rows = chance.normal(size=(2000, 3))
    right = chance.random(2000) < 1 / (1 + np.exp(-(2 * rows[:, 0] - 1)))
    fitted = fit_confidence(rows, right)
    likely = 1 / (1 + np.exp(-(rows @ fitted.weights + fitted.bias)))
    assert likely.mean() == pytest.approx(right.mean(), abs=0.02)
    sure = likely > 0.7
    assert right[sure].mean() == pytest.approx(likely[sure].mean(), abs=0.05)
