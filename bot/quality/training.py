"""Train retrieval/ranking/weights.py: ``python -m bot.quality.training DIR...``.

Each DIR is a judged set, as for ``quotewire evaluate``. Two sets of weights are trained: for
sentences with vectors, and for those without. To report the quality on unseen documents, each is
first trained on each half of the documents and measured on the other half. The weights that are
written are trained on all documents.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np

from bot.quality.indexed_set import Half, IndexedSet, Rankings, Sample, Trial
from bot.quality.judged_sets import load_judged
from retrieval.index.context import Column
from retrieval.meaning.meaning import Meaning
from retrieval.meaning.minilm import MiniLM
from retrieval.quality.fitting import LogisticModel, fit_confidence, fit_ranking
from retrieval.ranking.evidence import EVIDENCE
from retrieval.ranking.features import FEATURES, OF_MEANING
from retrieval.ranking.weight_sets import FIXED_CONFIDENCE, FIXED_RANKING

RATES = (0.95, 0.9, 0.8)  # shares of answerable questions to answer
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
        Kind("LEXICAL", LEXICAL_SHRINKAGE, OF_MEANING, None),
        Kind("MEANING", MEANING_SHRINKAGE, frozenset(), model),
    )
    output.write_text(HEADER + "".join(_trained(kind, folders) for kind in kinds), "utf-8")


def _trained(kind: Kind, folders: Sequence[Path]) -> str:
    """The source code of one set of weights; its quality on unseen documents is printed."""
    sets = [IndexedSet(load_judged(folder), kind.meaning) for folder in folders]
    click.echo(f"{kind.name}, on documents not trained on:")
    rankings = _rankings(kind, [sample for judged in sets for sample in judged.samples()])
    trials = [trial for judged in sets for trial in judged.trials(rankings)]
    false = np.mean([_false_answers(trials, half) for half in (True, False)], axis=0)
    for rate, share in zip(RATES, false.tolist(), strict=True):
        click.echo(
            f"{share:.1%} of unanswerable questions answered while {rate:.0%} of the others are"
        )
    return _tables(kind, rankings[None], _confidence(trials, None))


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
    rows = np.array([evidence for evidence, _ in judged]) * (FIXED_EVIDENCE == 0)
    fitted = fit_confidence(rows, np.array([right for _, right in judged]))
    return fitted._replace(weights=fitted.weights + FIXED_EVIDENCE)


def _false_answers(trials: Sequence[Trial], half: Half) -> list[float]:
    """The share of unanswerable questions that would be answered, for each of RATES.

    The ranking and the confidence are trained on one half and measured on the other.
    """
    fitted = _confidence(trials, half)
    others = [trial for trial in trials if trial.half is not half and trial.everywhere]
    sure = np.array([trial.judged[half][0] for trial in others]) @ fitted.weights
    present = np.array([trial.present for trial in others])
    thresholds = np.quantile(sure[present], [1 - rate for rate in RATES])
    return [float(np.mean(sure[~present] >= threshold)) for threshold in thresholds]


def _tables(kind: Kind, ranking: Column, confidence: LogisticModel) -> str:
    """The source code of one set of weights."""
    learned = dict(zip(FEATURES, ranking, strict=True))
    sure = dict(zip(EVIDENCE, confidence.weights, strict=True))
    return (
        _table(f"{kind.name}_RANKING", learned, kind.left_out | FIXED_RANKING.keys())
        + _table(f"{kind.name}_CONFIDENCE", sure, kind.left_out | FIXED_CONFIDENCE.keys())
        + f"{kind.name}_BIAS = {confidence.bias:.4f}\n"
    )


def _table(name: str, weights: Mapping[str, float], left_out: Collection[str]) -> str:
    shown = (f'    "{one}": {weights[one]:.4f},\n' for one in weights if one not in left_out)
    return f"{name} = {{\n{''.join(shown)}}}\n"


if __name__ == "__main__":
    train()
