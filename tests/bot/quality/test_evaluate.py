import math
from dataclasses import replace

import pytest
from meaning import FakeMeaning

from bot.quality.evaluate import figure_lines, figures, outcomes
from bot.quality.judged_sets import JudgedQuestion, JudgedSet
from retrieval.answer import Band


@pytest.fixture
def judged(ferry, bridge):
    questions = (
        JudgedQuestion("Who built the vessel?", "ferry", frozenset({4}), answerable=True),
        JudgedQuestion("How long do repairs take?", "bridge", frozenset({1}), answerable=True),
        JudgedQuestion("ferry Harwick Sund", "ferry", frozenset({2}), answerable=True),
        JudgedQuestion("Who won the World Series?", "ferry", frozenset(), answerable=False),
    )
    return JudgedSet({"ferry": ferry, "bridge": bridge}, questions)


def asked(judged, *, everywhere):
    return list(outcomes(judged, judged.questions, everywhere=everywhere))


def test_an_outcome_has_the_rank_of_the_right_sentence(judged):
    found = asked(judged, everywhere=False)
    assert [outcome.rank for outcome in found] == [1, 1, math.inf, math.inf]
    assert [outcome.answered for outcome in found] == [True, True, True, False]
    assert [outcome.right for outcome in found] == [True, True, False, False]


def test_what_a_reader_is_shown_counts_unless_the_answer_is_silence(judged):
    present = asked(judged, everywhere=True)
    shown = figures(present)
    helped = [one.answered and one.helps for one in present if one.question.answerable]
    assert shown["shown"] == sum(helped) / 3 >= shown["p_at_1"]
    silent = [replace(one, answered=False, band=Band.SILENT) for one in present]
    assert figures(silent)["shown"] == 0
    assert figures(silent)["passages_shown"] is None
    passages = [one.passages for one in present if one.answered]
    assert shown["passages_shown"] == sum(passages) / len(passages) > 1


def test_the_top_band_has_its_shares_of_answerable_and_other_questions(judged):
    outcomes = asked(judged, everywhere=True)
    bands = (Band.SURE, Band.SURE, Band.CLOSEST, Band.SURE)
    banded = [replace(one, band=band) for one, band in zip(outcomes, bands, strict=True)]
    shown = figures(banded)
    assert shown["sure_rate"] == pytest.approx(2 / 3)
    assert shown["sure_right_rate"] == sum(one.right for one in banded[:2]) / 2
    assert shown["false_sure_rate"] == 1
    assert figures(banded[2:3])["sure_right_rate"] is None


def test_a_question_is_asked_of_its_own_document_or_of_all(judged):
    question = JudgedQuestion("When was the bridge closed?", "ferry", frozenset({0}), True)
    own, everywhere = (
        next(outcomes(judged, [question], everywhere=everywhere)) for everywhere in (False, True)
    )
    assert not own.answered
    assert everywhere.answered
    assert not everywhere.right


def test_a_question_about_an_absent_document_is_asked_of_all(judged):
    question = JudgedQuestion("Who built the vessel?", "elsewhere", frozenset(), answerable=False)
    (outcome,) = outcomes(judged, [question], everywhere=False)
    assert outcome.answered
    assert not outcome.right


def test_figures_are_shares_of_their_questions(judged):
    shown = figures(asked(judged, everywhere=True))
    assert (shown["questions"], shown["answerable"]) == (4, 3)
    assert shown["p_at_1"] == pytest.approx(2 / 3)
    assert shown["answer_rate"] == 1
    assert shown["wrong_answer_rate"] == pytest.approx(1 / 3)
    assert shown["false_answer_rate"] == 0
    assert shown["auroc"] == 1
    assert shown["questions_per_second"] > 0
    assert shown["p_at_1_interval"][0] <= shown["p_at_1"] <= shown["p_at_1_interval"][1]


@pytest.mark.parametrize(("meaning", "share"), [(None, 0), (FakeMeaning(), 1)])
def test_the_figures_say_which_weights_answered(judged, meaning, share):
    questions = [JudgedQuestion("Who built the vessel?", "ferry", frozenset({4}), answerable=True)]
    shown = figures([*outcomes(judged, questions, meaning, everywhere=True)])
    assert shown["judged_by_meaning"] == share
    assert any(line.startswith("judged by meaning ") for line in figure_lines(shown))


def test_the_calibration_counts_right_answers_by_confidence(judged):
    found = asked(judged, everywhere=True)
    rows = figures(found)["calibration"]
    assert sum(row["questions"] for row in rows) == 4
    assert [row["confidence"] for row in rows] == sorted(row["confidence"] for row in rows)
    right = sum(row["questions"] * row["right"] for row in rows)
    assert right == pytest.approx(sum(outcome.helps for outcome in found))


def test_a_figure_without_questions_is_null(judged):
    unanswerable = asked(judged, everywhere=True)[3:]
    shown = figures(unanswerable)
    assert [shown[name] for name in ("p_at_1", "auroc", "answer_rate")] == [None] * 3
    assert figures([])["questions_per_second"] is None


def test_figures_are_printed_in_percent(judged):
    lines = list(figure_lines(figures(asked(judged, everywhere=True)[:2])))
    assert lines[0].split() == ["questions", "2"]
    assert lines[2].split()[:5] == ["p", "at", "1", "100.0", "%"]
    assert any(line.split() == ["auroc", "-"] for line in lines)
