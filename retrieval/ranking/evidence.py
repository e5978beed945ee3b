"""The evidence that the confidence in an answer, and its sureness, are computed from."""

from collections.abc import Sequence

import numpy as np

from retrieval.index.context import Column, Grid
from retrieval.ranking.answer_kinds import BY_CAPITALS, holds
from retrieval.ranking.candidates import Candidates
from retrieval.ranking.features import FEATURES, OF_MEANING

# The best candidate's features and these.
EVIDENCE = (
    *FEATURES,
    "margin",  # how far the first candidate's score is above the second's
    "agreement",  # the share of the best ten that come from the first one's article
    "brevity",  # 1 / the number of query terms: one word proves little
    "likelihood",  # the logarithm of the first candidate's share of the likelihood
    "likelihood of three",  # the log odds that one of the first three is right, by their shares
    "meaning below",  # how much nearer than the first another candidate is in meaning
    "meaning above",  # how much nearer than the average of the candidates the first is
    # The weight of the heaviest term that neither the first sentence nor its neighbors nor its
    # title has, nor the sentence a related one; of the heaviest without the neighbors; and of all.
    "lacking",
    "lacking itself",
    "lacking in all",
    "no such answer",  # whether the sentence has nothing new of the kind that is asked for
)
EVIDENCE_OF_MEANING = OF_MEANING | {"meaning below", "meaning above"}
# What shows that one of the first three is right: what is lacking does not.
OF_CONFIDENCE = frozenset(EVIDENCE) - {
    "likelihood", "lacking", "lacking itself", "lacking in all", "no such answer"
}  # fmt: skip
# What shows that the first is. With all of the features, it fits the set that it is learned from
# better, and others worse.
OF_SURENESS = frozenset(
    (
        "sentence", "window", "words covered", "numbers absent", "pairs", "length", "meaning",
        "window meaning", "margin", "likelihood", "lacking", "lacking itself", "lacking in all",
        "no such answer",
    )
)  # fmt: skip
WIDEST_MARGIN = 5.0
BEST = 10
THREE = 3
LEAST = 1e-6  # share of the likelihood; less counts as this
MOST = 0.99  # share of three; more counts as this, because three of few candidates prove little


def evidence(found: Candidates, grid: Grid, scores: Column, order: Sequence[int]) -> Column:
    """A number for each name in EVIDENCE, given the candidates in order, best first."""
    first, second = order[0], order[1:2]
    margin = scores[first] - scores[second[0]] if second else WIDEST_MARGIN
    articles = [found.keys[at][0] for at in order[:BEST]]
    agreement = articles.count(articles[0]) / len(articles)
    brevity = 1 / len(found.query.terms)
    known = (min(margin, WIDEST_MARGIN), agreement, brevity)
    likely = _likelihoods(scores[order])
    return np.array(
        [*grid[first], *known, *likely, *_compared(found, first), *_lacking(found, first)]
    )


def _likelihoods(scores: Column) -> tuple[float, float]:
    """The first share of the likelihood, as a logarithm, and the first three, as log odds."""
    shares = np.exp(scores - np.logaddexp.reduce(scores))
    three = float(np.clip(shares[:THREE].sum(), LEAST, MOST))
    return float(np.log(max(shares[0], LEAST))), float(np.log(three / (1 - three)))


def _compared(found: Candidates, first: int) -> tuple[float, float]:
    """How near the first candidate is to the question, compared with the nearest and the rest."""
    if not found.similarity.known[first]:
        return 0.0, 0.0
    near = found.similarity.own
    return float(near.max() - near[first]), float(near[first] - near.mean())


def _lacking(found: Candidates, first: int) -> tuple[float, float, float, float]:
    """What the first candidate lacks of what is asked."""
    context = found.context
    itself = ~(found.held | found.related | context.title)[first]
    around = itself & (context.before[first] + context.after[first] == 0)
    return (
        float(found.weight[around].max(initial=0)),
        float(found.weight[itself].max(initial=0)),
        float(found.weight[around].sum()),
        float(not _has_kind(found, first)),
    )


def _has_kind(found: Candidates, first: int) -> bool:
    """Whether a candidate has something of the kind asked for that is not in the question."""
    kind, own = found.query.kind, found.profiles[first]
    language = found.query.analysis.language
    terms = frozenset(found.query.terms)
    if kind in {"number", "measure", "money"}:
        numbers = {term for term in own.term_set if term[0].isdigit()}
        return bool(numbers - terms) or (not numbers and holds("number", own.text, language.code))
    if kind in BY_CAPITALS:
        return not (language.cased and own.names <= terms)
    return kind != "when" or holds("time", own.text, language.code)
