"""Train retrieval/ranking/weights.py: ``python -m bot.quality.training DIR [NEAR...]``.

DIR and NEAR are judged sets, as for ``quotewire evaluate``. The ranking and the confidence are
learned from DIR, and the sureness from NEAR, too: its questions include some that the article they
are about does not answer. A document in both has the same id. Two sets of weights are trained: for
sentences with vectors, and for those without. To report the quality on unseen documents, each is
first trained on each half of the documents and measured on the other half. The weights that are
written are trained on all documents.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np

from bot.quality.indexed_set import Half, IndexedSet, Judged, Rankings, Sample, Trial
from bot.quality.judged_sets import load_judged
from retrieval.index.context import Column
from retrieval.meaning.meaning import Meaning
from retrieval.meaning.minilm import MiniLM
from retrieval.quality.fitting import LogisticModel, fit_confidence, fit_ranking
from retrieval.ranking.evidence import (
    EVIDENCE,
    EVIDENCE_OF_MEANING,
    OF_CONFIDENCE,
    OF_SURENESS,
)
from retrieval.ranking.features import FEATURES
from retrieval.ranking.weight_sets import FIXED_CONFIDENCE, FIXED_RANKING

RATES = (0.95, 0.9, 0.8)  # shares of answerable questions to answer
SURE = (0.4, 0.5, 0.6, 0.7)
# How strongly the rankings are regularized. With less, they do slightly better on the set they are
# trained on and worse on others.
LEXICAL_SHRINKAGE = 0.1
MEANING_SHRINKAGE = 0.05
WEIGHTS = Path(__file__).parents[2] / "retrieval" / "ranking" / "weights.py"
HEADER = '"""The weight of each feature; written by ``python -m bot.quality.training``."""\n\n'

FIXED = np.array([FIXED_RANKING.get(name, 0.0) for name in FEATURES])
FIXED_EVIDENCE = np.array([FIXED_CONFIDENCE.get(name, 0.0) for name in EVIDENCE])


class Kind(NamedTuple):
    """One of the two sets of weights: its name, how it is regularized, and the features left out.

    The model is used if it is for sentences with vectors.
    """

    name: str
    shrinkage: float
    left_out: frozenset[str]
    meaning: Meaning | None


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--output", default=WEIGHTS, type=click.Path(path_type=Path), show_default=True)
def train(folders: Sequence[Path], output: Path) -> None:
    """Train both sets of weights on judged sets."""
    model = MiniLM()
    if model.load() is None:
        raise click.ClickException("The weights for sentences with vectors need the model.")
    kinds = (
        Kind("LEXICAL", LEXICAL_SHRINKAGE, EVIDENCE_OF_MEANING, None),
        Kind("MEANING", MEANING_SHRINKAGE, frozenset(), model),
    )
    output.write_text(HEADER + "".join(_trained(kind, folders) for kind in kinds), "utf-8")


def _trained(kind: Kind, folders: Sequence[Path]) -> str:
    """The source code of one set of weights; its quality on unseen documents is printed."""
    first, *others = (load_judged(folder) for folder in folders)
    answerable = IndexedSet(first, kind.meaning)
    near = [IndexedSet(one, kind.meaning, answerable) for one in others]
    click.echo(f"{kind.name}, on documents not trained on:")
    rankings = _rankings(kind, list(answerable.samples()))
    trials = list(answerable.trials(rankings))
    every = trials + [trial for one in near for trial in one.near_trials(rankings)]
    false = np.mean([_false_answers(trials, half) for half in (True, False)], axis=0)
    for rate, share in zip(RATES, false.tolist(), strict=True):
        click.echo(
            f"{share:.1%} of unanswerable questions answered while {rate:.0%} of the others are"
        )
    right = np.mean([_calibration(every, half) for half in (True, False)], axis=0)
    for sure, share in zip(SURE, right.tolist(), strict=True):
        click.echo(f"{share:.1%} of the first sentences with a sureness from {sure:.2f} are right")
    return _tables(kind, rankings[None], _confidence(trials, None), _sureness(every, None))


def _rankings(kind: Kind, samples: Sequence[Sample]) -> Rankings:
    """The rankings trained on each half and on all documents (None); print their quality."""
    learned = frozenset(FEATURES) - kind.left_out - FIXED_RANKING.keys()

    def fit(half: Half | None) -> Column:
        groups = [sample.group for sample in samples if half in (None, sample.half)]
        return np.asarray(fit_ranking(groups, learned, kind.shrinkage) + FIXED)

    rankings = {half: fit(half) for half in (True, False, None)}
    for everywhere, name in ((False, "document"), (True, "corpus")):
        right = [
            sample.group.right[np.argmax(sample.group.grid @ rankings[not sample.half])]
            for sample in samples
            if sample.everywhere is everywhere
        ]
        click.echo(f"P@1, {name}: {100 * np.mean(right):.1f} %")
    return rankings


def _confidence(trials: Iterable[Trial], half: Half | None) -> LogisticModel:
    """The confidence trained on what its ranking was trained on, with the fixed weights."""
    judged = [trial.judged[half] for trial in trials if half in (None, trial.half)]
    return _fitted(judged, [one.helps for one in judged], OF_CONFIDENCE)


def _sureness(trials: Iterable[Trial], half: Half | None) -> LogisticModel:
    """The sureness trained on what its ranking was trained on, with the fixed weights."""
    judged = [trial.judged[half] for trial in trials if half in (None, trial.half)]
    return _fitted(judged, [one.first for one in judged], OF_SURENESS)


def _fitted(
    judged: Sequence[Judged], right: Sequence[bool], learned: Collection[str]
) -> LogisticModel:
    """The probability of being right, learned from this evidence, with the fixed weights."""
    chosen = np.array([name in learned for name in EVIDENCE]) & (FIXED_EVIDENCE == 0)
    fitted = fit_confidence(np.array([one.evidence for one in judged]) * chosen, np.array(right))
    return fitted._replace(weights=fitted.weights + FIXED_EVIDENCE)


def _false_answers(trials: Sequence[Trial], half: Half) -> list[float]:
    """The share of unanswerable questions that would be answered, for each of RATES.

    The ranking and the confidence are trained on one half and measured on the other.
    """
    fitted = _confidence(trials, half)
    others = [trial for trial in trials if trial.half is not half and trial.everywhere]
    sure = np.array([trial.judged[half].evidence for trial in others]) @ fitted.weights
    present = np.array([trial.present for trial in others])
    thresholds = np.quantile(sure[present], [1 - rate for rate in RATES])
    return [float(np.mean(sure[~present] >= threshold)) for threshold in thresholds]


def _calibration(trials: Sequence[Trial], half: Half) -> list[float]:
    """The share of first sentences that are right, of those at least as sure as each of SURE.

    Trained on one half and measured on the other.
    """
    fitted = _sureness(trials, half)
    judged = [trial.judged[half] for trial in trials if trial.half is not half]
    sure = np.array([one.evidence for one in judged]) @ fitted.weights + fitted.bias
    first = np.array([one.first for one in judged])
    return [float(np.mean(first[sure >= np.log(one / (1 - one))])) for one in SURE]


def _tables(
    kind: Kind, ranking: Column, confidence: LogisticModel, sureness: LogisticModel
) -> str:
    """The source code of one set of weights."""
    name, given = kind.name, kind.left_out | FIXED_CONFIDENCE.keys()
    learned = dict(zip(FEATURES, ranking, strict=True))
    helps, first = (
        dict(zip(EVIDENCE, one.weights, strict=True)) for one in (confidence, sureness)
    )
    return (
        _table(f"{name}_RANKING", learned, kind.left_out | FIXED_RANKING.keys())
        + _table(f"{name}_CONFIDENCE", helps, given | (helps.keys() - OF_CONFIDENCE))
        + f"{name}_BIAS = {confidence.bias:.4f}\n"
        + _table(f"{name}_SURENESS", first, given | (first.keys() - OF_SURENESS))
        + f"{name}_SURENESS_BIAS = {sureness.bias:.4f}\n"
    )


def _table(name: str, weights: Mapping[str, float], left_out: Collection[str]) -> str:
    shown = (f'    "{one}": {weights[one]:.4f},\n' for one in weights if one not in left_out)
    return f"{name} = {{\n{''.join(shown)}}}\n"


if __name__ == "__main__":
    train()
