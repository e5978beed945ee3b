import math

import pytest
from index_parts import KINDS, build_part

from retrieval.index import scoring
from retrieval.index.scoring import Scorer, Weighted

AVERAGE = 5.0


@pytest.fixture(scope="module", params=KINDS)
def part(request):
    """Share a part among the tests that only read it."""
    return build_part(request.param)


def weighted(part, terms, weights):
    return Weighted(part.find_all(terms, None), weights)


def every_score(part, terms, weights):
    """The score of each row that contains a term, by the formula."""
    scores = {}
    for term, weight in zip(terms, weights, strict=True):
        found = part.find(term)
        for row, tf in zip(found.rows.tolist(), part.tf(found.codes).tolist(), strict=True):
            gain = weight * tf * 2.5 / (tf + 1.5 * (0.25 + 0.75 * part.lengths[row] / AVERAGE))
            scores[row] = scores.get(row, 0.0) + gain
    return scores


@pytest.mark.parametrize("many", [0, scoring.MANY])
@pytest.mark.parametrize("room", [0, 4])  # with 0, all rows share one cell
@pytest.mark.parametrize("limit", [1, 10, 100, 5000])
@pytest.mark.parametrize("terms", ["a", "g", "fg", "gca", "gfedcba"])
def test_the_best_rows_have_the_best_of_all_scores(part, terms, limit, room, many, monkeypatch):
    monkeypatch.setattr(scoring, "ROOM", room)
    monkeypatch.setattr(scoring, "FEWEST_CELLS", 1)
    monkeypatch.setattr(scoring, "MANY", many)
    weights = [0.5 + number for number in range(len(terms))]
    scores = every_score(part, terms, weights)
    floor = sorted(scores.values(), reverse=True)[min(limit, len(scores)) - 1]
    scorer = Scorer(1.5, 0.75)
    for _ in range(2):  # the first call leaves nothing behind in the table
        rows, found = scorer.best(part, weighted(part, terms, weights), AVERAGE, limit, -math.inf)
        assert len(rows) >= min(limit, len(scores))
        best = dict(zip(rows.tolist(), found.tolist(), strict=True))
        assert best == pytest.approx({row: scores[row] for row in best}, rel=1e-9)
        # A row that ties with the last one can be an ulp below it.
        assert min(best.values()) == pytest.approx(floor, rel=1e-9)
        assert all(row in best for row, score in scores.items() if score > floor * (1 + 1e-9))


def test_scores_do_not_depend_on_how_they_are_summed(part):
    """Otherwise equal sentences in parts of different sizes would not tie."""
    given = weighted(part, "gfedcba", [0.1 + number / 7 for number in range(7)])
    scorer = Scorer(1.5, 0.75)
    rows, found = scorer.best(part, given, AVERAGE, 500, -math.inf)
    slowly = dict(zip(*scorer.best_of_all(part, [given], AVERAGE, 5000), strict=True))
    assert [slowly[row] for row in rows] == found.tolist()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("many", [0, scoring.MANY])
@pytest.mark.parametrize("limit", [1, 10, 100, 5000])
def test_headings_do_not_count_towards_the_limit(kind, limit, many, monkeypatch):
    monkeypatch.setattr(scoring, "MANY", many)
    part = build_part(kind, headings=(0, 1, 3, 4, 5, 7, 8, 9))
    scores = every_score(part, "ag", [1.0, 2.0])
    sentences = sorted(
        (score for row, score in scores.items() if row % 10 in (2, 6)), reverse=True
    )
    floor = sentences[min(limit, len(sentences)) - 1] if limit <= len(sentences) else -math.inf
    given = weighted(part, "ag", [1.0, 2.0])
    rows, found = Scorer(1.5, 0.75).best(part, given, AVERAGE, limit, -math.inf)
    best = dict(zip(rows.tolist(), found.tolist(), strict=True))
    assert sum(row % 10 in (2, 6) for row in best) >= min(limit, len(sentences))
    assert all(row in best for row, score in scores.items() if score > floor * (1 + 1e-9))


def test_rows_below_the_floor_are_left_out(part):
    scores = every_score(part, "gca", [3.0, 2.0, 1.0])
    floor = sorted(scores.values())[-5]
    rows, found = Scorer(1.5, 0.75).best(
        part, weighted(part, "gca", [3.0, 2.0, 1.0]), AVERAGE, 100, floor * (1 - 1e-12)
    )
    assert len(rows) == 5
    assert found.min() == pytest.approx(floor)


def test_negative_weights_count(part):
    rows, found = Scorer(1.5, 0.75).best(
        part, weighted(part, "ga", [1.0, -1.0]), AVERAGE, 5000, -math.inf
    )
    assert dict(zip(rows.tolist(), found.tolist(), strict=True)) == pytest.approx(
        every_score(part, "ga", [1.0, -1.0]), rel=1e-9, abs=1e-12
    )


def test_terms_in_batches_add_up(part):
    batches = [weighted(part, "ga", [1.0, 2.0]), weighted(part, "c", [3.0])]
    rows, found = Scorer(1.5, 0.75).best_of_all(part, batches, AVERAGE, 5000)
    assert dict(zip(rows.tolist(), found.tolist(), strict=True)) == pytest.approx(
        every_score(part, "gac", [1.0, 2.0, 3.0]), rel=1e-9
    )
