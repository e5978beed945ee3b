"""Train retrieval/ranking/weights.py: ``python -m bot.quality.training DIR...``.

Each DIR is a judged set, as for ``quotewire evaluate``. To report the quality on unseen documents,
the weights are first trained on each half of the documents and measured on the other half. The
weights that are written are trained on all documents.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np
from tqdm import tqdm

from bot.quality.judged_sets import JudgedQuestion, JudgedSet, load_judged
from retrieval.answerer import Answerer
from retrieval.index.context import Column
from retrieval.quality.fitting import Group, LogisticModel, fit_confidence, fit_ranking
from retrieval.ranking.candidates import Candidates
from retrieval.ranking.evidence import EVIDENCE
from retrieval.ranking.features import FEATURES, feature_grid
from retrieval.ranking.ranking import Ranking

SEED = 13
SHOWN = 3  # sentences in an answer, which is right if one of them is
ASKED = 2500  # questions drawn from a set to train the confidence
RATES = (0.95, 0.9, 0.8)  # shares of answerable questions to answer
WEIGHTS = Path(__file__).parents[2] / "retrieval" / "ranking" / "weights.py"
HEADER = '"""The weight of each feature; written by ``python -m bot.quality.training``."""\n\n'

Half = bool  # one half of a set's documents: True for the first


class Sample(NamedTuple):
    """A question's candidates in its own document or, if ``everywhere``, in all documents."""

    half: Half  # that contains its document
    everywhere: bool
    group: Group


class Trial(NamedTuple):
    """A question asked of one document or, if ``everywhere``, of one half of the documents."""

    half: Half  # that it is asked of
    everywhere: bool
    present: bool  # whether its own document is among them
    evidence: Column
    right: bool


class IndexedSet:
    """A judged set with an index of its documents."""

    def __init__(self, judged: JudgedSet) -> None:
        self._ids = {document: article.id for document, article in judged.articles.items()}
        self._questions = [question for question in judged.questions if question.answerable]
        self._everywhere = frozenset(self._ids.values())
        drawn = np.random.default_rng(SEED).permutation(sorted(self._everywhere))[::2]
        first = frozenset(drawn.tolist())
        self._halves: dict[Half, frozenset[str]] = {True: first, False: self._everywhere - first}
        self._answerer = Answerer()
        self._keys: dict[str, int] = {}  # of the articles in the index
        for key, article in enumerate(judged.articles.values()):
            if article.id not in self._keys:
                self._keys[article.id] = key
                self._answerer.add(article, key)

    def samples(self) -> Iterator[Sample]:
        """Yield the samples to train the ranking on."""
        for question in tqdm(self._questions, unit="question", disable=None):
            own = self._ids[question.document]
            half = own in self._halves[True]
            for everywhere, scope in ((False, frozenset({own})), (True, self._everywhere)):
                candidates = self._candidates(question, scope)
                if candidates is not None:
                    yield Sample(half, everywhere, candidates[1])

    def trials(self, weights: Column) -> Iterator[Trial]:
        """Yield the trials to train the confidence on; in half of them the answer is absent."""
        chance = np.random.default_rng(SEED)
        drawn = chance.permutation(len(self._questions))[:ASKED].tolist()
        for at in tqdm(drawn, unit="question", disable=None):
            question = self._questions[at]
            own = self._ids[question.document]
            for half, documents in self._halves.items():
                others = sorted(documents - {own})
                single = own if own in documents else others[chance.integers(len(others))]
                for everywhere, scope in ((False, frozenset({single})), (True, documents)):
                    candidates = self._candidates(question, scope)
                    if candidates is not None:
                        judged = _judge(*candidates, weights)
                        yield Trial(half, everywhere, own in documents, *judged)

    def _candidates(
        self, question: JudgedQuestion, scope: Collection[str]
    ) -> tuple[Candidates, Group] | None:
        found = self._answerer.candidates(question.text, scope)
        if found is None:
            return None
        own = self._keys[self._ids[question.document]]
        right = [key == own and number in question.relevant for key, number in found.keys]
        return found, Group(feature_grid(found).astype(np.float32), np.array(right))


def _judge(found: Candidates, group: Group, weights: Column) -> tuple[Column, bool]:
    """The evidence for the confidence, and whether the answer is right."""
    ranking = Ranking(found, group.grid, group.grid @ weights)
    return ranking.evidence, any(group.right[at] for at in ranking.shown(SHOWN))


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--output", default=WEIGHTS, type=click.Path(path_type=Path), show_default=True)
def train(folders: Sequence[Path], output: Path) -> None:
    """Train the ranking and the confidence on judged sets."""
    sets = [IndexedSet(load_judged(folder)) for folder in folders]
    samples = [sample for judged in sets for sample in judged.samples()]
    _report(sets, samples)
    ranking = fit_ranking(_groups(samples))
    trials = [trial for judged in sets for trial in judged.trials(ranking)]
    output.write_text(_module(ranking, _confidence(trials)), encoding="utf-8")


def _report(sets: Sequence[IndexedSet], samples: Sequence[Sample]) -> None:
    """Print the quality on each half of the documents, after training on the other."""
    fitted = {half: fit_ranking(_groups(samples, half)) for half in (True, False)}
    click.echo("On documents not trained on:")
    for everywhere, name in ((False, "document"), (True, "corpus")):
        right = [
            sample.group.right[np.argmax(sample.group.grid @ fitted[not sample.half])]
            for sample in samples
            if sample.everywhere is everywhere
        ]
        click.echo(f"P@1, {name}: {100 * np.mean(right):.1f} %")
    false = np.mean([_false_answers(sets, half, fitted[half]) for half in fitted], axis=0)
    for rate, share in zip(RATES, false.tolist(), strict=True):
        click.echo(
            f"{share:.1%} of unanswerable questions answered while {rate:.0%} of the others are"
        )


def _groups(samples: Iterable[Sample], half: Half | None = None) -> list[Group]:
    return [sample.group for sample in samples if half is None or sample.half is half]


def _confidence(trials: Collection[Trial]) -> LogisticModel:
    return fit_confidence(
        np.array([trial.evidence for trial in trials]), np.array([trial.right for trial in trials])
    )


def _false_answers(sets: Iterable[IndexedSet], half: Half, weights: Column) -> list[float]:
    """The share of unanswerable questions that would be answered, for each of RATES.

    The ranking and the confidence are trained on one half and measured on the other.
    """
    trials = [trial for judged in sets for trial in judged.trials(weights)]
    fitted = _confidence([trial for trial in trials if trial.half is half])
    others = [trial for trial in trials if trial.half is not half and trial.everywhere]
    sure = np.array([trial.evidence for trial in others]) @ fitted.weights
    present = np.array([trial.present for trial in others])
    thresholds = np.quantile(sure[present], [1 - rate for rate in RATES])
    return [float(np.mean(sure[~present] >= threshold)) for threshold in thresholds]


def _module(ranking: Column, confidence: LogisticModel) -> str:
    """The source code of the module with the weights."""
    return (
        HEADER
        + _table("RANKING", FEATURES, ranking)
        + _table("CONFIDENCE", EVIDENCE, confidence.weights)
        + f"BIAS = {confidence.bias:.4f}\n"
    )


def _table(name: str, features: Iterable[str], weights: Column) -> str:
    pairs = zip(features, weights, strict=True)
    lines = "".join(f'    "{feature}": {weight:.4f},\n' for feature, weight in pairs)
    return f"{name} = {{\n{lines}}}\n"


if __name__ == "__main__":
    train()
