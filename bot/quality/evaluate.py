"""Answer quality on a judged set: each question's outcome, and the overall figures."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import fmean
from time import perf_counter
from typing import Any

from bot.quality.judged_sets import JudgedQuestion, JudgedSet
from corpus.article import Article
from retrieval.answer import Answer, Band
from retrieval.answering.answerer import Answerer
from retrieval.meaning.meaning import Meaning
from retrieval.quality.measures import DEPTH, Estimate, auroc, measure
from retrieval.ranking.confidence import default_threshold

Figures = dict[str, Any]

ANY = 1e-9  # a threshold that every answer reaches, but that still drops passages
BINS = 10  # rows of the calibration


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a question."""

    question: JudgedQuestion
    rank: float  # of the first right sentence, from 1; infinity if there is none
    confidence: float
    answered: bool
    right: bool  # whether the first sentence is right, shown or not
    helps: bool  # whether one of the sentences is right
    passages: int  # how many sentences there are
    band: Band
    by_meaning: bool  # whether the first sentence was judged by its meaning, too
    seconds: float  # to answer


def outcomes(
    judged: JudgedSet,
    questions: Iterable[JudgedQuestion],
    meaning: Meaning | None = None,
    *,
    everywhere: bool,
) -> Iterator[Outcome]:
    """Yield the outcome of each question.

    Each is asked of its own document; with ``everywhere``, or if that is absent, of all documents.
    """
    answerer = Answerer(meaning=meaning)
    for article in {article.id: article for article in judged.articles.values()}.values():
        answerer.add(article)
    whole = frozenset(article.id for article in judged.articles.values())
    for question in questions:
        own = judged.articles.get(question.document)
        scope = whole if everywhere or own is None else frozenset({own.id})
        yield _outcome(answerer, question, own, scope)


def _outcome(
    answerer: Answerer, question: JudgedQuestion, own: Article | None, scope: Collection[str]
) -> Outcome:
    def right(answer: Answer) -> list[bool]:
        found = (passage.sentence for passage in answer.passages)
        return [
            own is not None
            and sentence.article.id == own.id
            and sentence.number - 1 in question.relevant
            for sentence in found
        ]

    start = perf_counter()
    answer = answerer.answer(question.text, scope, confidence_threshold=ANY)
    seconds = perf_counter() - start
    ranked = right(answerer.answer(question.text, scope, DEPTH, confidence_threshold=0.0))
    answered = answer.confidence >= default_threshold(by_meaning=answer.by_meaning)
    return Outcome(
        question=question,
        rank=ranked.index(True) + 1 if any(ranked) else math.inf,
        confidence=answer.confidence,
        answered=answered,
        right=right(answer)[:1] == [True],
        helps=any(right(answer)),
        passages=len(answer.passages),
        band=answer.band if answered else Band.SILENT,
        by_meaning=answer.by_meaning,
        seconds=seconds,
    )


def figures(found: Collection[Outcome]) -> Figures:
    """Summarize outcomes; a figure is null if there are no questions for it.

    "p_at_1" and the other measures of the ranking are each followed by "..._interval", [low,
    high]. "shown" is the share of answerable questions with a right sentence among those that the
    reader is shown, and "passages_shown" the average number of sentences in the answers to them.
    "answer_rate" is the share of answerable questions that are answered, "wrong_answer_rate" the
    share of these answers whose first sentence is wrong, and "false_answer_rate" the share of
    unanswerable questions that are answered. "sure_rate" and "false_sure_rate" are the shares of
    both whose answer is in the top band, and "sure_right_rate" the share of the first of these
    whose first sentence is right. "judged_by_meaning" is the share of all questions whose first
    sentence has a vector. "calibration" has a row for each tenth of the confidence: the number of
    questions, their average confidence, and the share of them with a right sentence.
    """
    present = [outcome for outcome in found if outcome.question.answerable]
    absent = [outcome for outcome in found if not outcome.question.answerable]
    shown: Figures = {"questions": len(found), "answerable": len(present)}
    shown |= _ranking(present) | _answering(present, absent) | _top_band(present, absent)
    shown["judged_by_meaning"] = _share(outcome.by_meaning for outcome in found)
    seconds = sum(outcome.seconds for outcome in found)
    shown["questions_per_second"] = len(found) / seconds if seconds else None
    shown["calibration"] = list(_calibration(found))
    return shown


def _answering(present: Collection[Outcome], absent: Collection[Outcome]) -> Figures:
    answered = [outcome for outcome in present if outcome.answered]
    return {
        "shown": _share(outcome.answered and outcome.helps for outcome in present),
        "passages_shown": _share(outcome.passages for outcome in answered),
        "auroc": _auroc(present, absent),
        "answer_rate": _share(outcome.answered for outcome in present),
        "wrong_answer_rate": _share(not outcome.right for outcome in answered),
        "false_answer_rate": _share(outcome.answered for outcome in absent),
    }


def _top_band(present: Collection[Outcome], absent: Collection[Outcome]) -> Figures:
    sure = [outcome for outcome in present if outcome.band is Band.SURE]
    return {
        "sure_rate": _share(outcome.band is Band.SURE for outcome in present),
        "sure_right_rate": _share(outcome.right for outcome in sure),
        "false_sure_rate": _share(outcome.band is Band.SURE for outcome in absent),
    }


def _auroc(present: Collection[Outcome], absent: Collection[Outcome]) -> float | None:
    if not present or not absent:
        return None
    sure, unsure = ([outcome.confidence for outcome in some] for some in (present, absent))
    return auroc(sure, unsure)


def _calibration(found: Iterable[Outcome]) -> Iterator[dict[str, float]]:
    bins = defaultdict(list)
    for outcome in found:
        bins[min(int(outcome.confidence * BINS), BINS - 1)].append(outcome)
    for _, inside in sorted(bins.items()):
        yield {
            "questions": len(inside),
            "confidence": fmean(outcome.confidence for outcome in inside),
            "right": fmean(outcome.helps for outcome in inside),
        }


def _ranking(present: Collection[Outcome]) -> Figures:
    estimates: Mapping[str, Estimate | None] = measure(
        [outcome.rank for outcome in present], [outcome.question.document for outcome in present]
    )
    shown: Figures = {}
    for name, estimate in estimates.items():
        shown[name] = estimate and estimate.value
        shown[f"{name}_interval"] = estimate and [estimate.low, estimate.high]
    return shown


def _share(numbers: Iterable[float]) -> float | None:
    """The mean; of conditions, the share that hold."""
    values = list(numbers)
    return sum(values) / len(values) if values else None


def figure_lines(shown: Figures) -> Iterator[str]:
    """Yield the figures as lines of text: shares in percent, with their intervals."""
    for name, value in shown.items():
        if name.endswith("_interval") or name == "calibration":
            continue
        interval = shown.get(f"{name}_interval")
        if value is None:
            text = "-"
        elif isinstance(value, int) or name == "questions_per_second":
            text = f"{value:,.0f}"
        elif name == "passages_shown":
            text = f"{value:.2f}"
        else:
            text = f"{100 * value:.1f} %"
        if isinstance(interval, list):
            text += f"  ({100 * interval[0]:.1f} to {100 * interval[1]:.1f})"
        yield f"{name.replace('_', ' '):<22}{text:>8}"
    yield ""
    yield "confidence     right  questions"
    for row in shown["calibration"]:
        yield f"{row['confidence']:>10.2f}{row['right']:>10.2f}{row['questions']:>11,}"
