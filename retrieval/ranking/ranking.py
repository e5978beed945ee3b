"""The order of candidates, and how sure it is that they answer."""

from collections import Counter

import numpy as np

from retrieval.index.context import Column, Grid
from retrieval.ranking.features import FEATURES, FROM_POSTINGS, Candidates, feature_grid
from retrieval.ranking.question import Profile
from retrieval.ranking.weights import BIAS, CONFIDENCE, RANKING

# What the confidence is judged by, besides the features of the first candidate.
EVIDENCE = (
    *FEATURES,
    "margin",  # how far the first candidate's score is above the next one's
    "agreement",  # the share of the best ten that are of the first one's article
    "brevity",  # 1 / the number of the question's terms: one word proves little
)
WIDEST = 5.0  # margin
BEST = 10
CLOSE = 1 / 3  # how likely a further passage must be, compared to the first
COMPARED = 30  # how many of the best candidates may be copies of better ones
ALIKE = 0.85  # the share of their terms that near-identical sentences share
FEWEST = 4  # terms: short sentences are alike by chance
DENIALS = frozenset("not no never neither nor without".split())

# A feature that the weights do not know yet counts nothing, so that they can be found anew.
Weights = np.array([RANKING.get(name, 0.0) for name in FEATURES])
Sureness = np.array([CONFIDENCE.get(name, 0.0) for name in EVIDENCE])


class Ranking:
    """Candidates in order, best first; equal scores keep the order they came in.

    A sentence that says the same as a better one, in another article, has no place of its own:
    it is among ``also``, at that one's place. ``scores`` are those of the candidates as they
    came, log-likelihoods up to a constant; ``evidence`` is what the confidence is judged by, a
    number for each name of EVIDENCE.
    """

    def __init__(self, found: Candidates, grid: Grid, weights: Column = Weights) -> None:
        self.grid = grid
        self.scores: Column = grid @ weights
        self.also: dict[int, list[int]] = {}
        for rank, at in enumerate(np.argsort(-self.scores, kind="stable").tolist()):
            original = self._original(found, at) if rank < COMPARED else None
            if original is None:
                self.also[at] = []
            else:
                self.also[original].append(at)
        self.order = list(self.also)
        self.evidence = self._evidence(found)

    @property
    def confidence(self) -> float:
        """The probability, from 0 to 1, that one of the first three answers."""
        return float(1 / (1 + np.exp(-(self.evidence @ Sureness + BIAS))))

    def shown(self, limit: int, *, everything: bool = False) -> list[int]:
        """The candidates to show: the first, and others that are nearly as likely."""
        if everything:
            return self.order[:limit]
        least = self.scores[self.order[0]] + np.log(CLOSE)
        return [at for at in self.order if self.scores[at] >= least][:limit]

    def _original(self, found: Candidates, at: int) -> int | None:
        """The better candidate of another article that says the same."""
        (key, _), own = found.keys[at], found.looks[at].own
        return next(
            (
                better
                for better in list(self.also)[:BEST]
                if found.keys[better][0] != key and alike(found.looks[better].own, own)
            ),
            None,
        )

    def _evidence(self, found: Candidates) -> Column:
        first = self.order[0]
        next_one = self.order[1:2]
        margin = self.scores[first] - self.scores[next_one[0]] if next_one else WIDEST
        articles = [found.keys[at][0] for at in self.order[:BEST]]
        agreement = articles.count(articles[0]) / len(articles)
        brevity = 1 / len(found.asked.terms)
        return np.array([*self.grid[first], min(margin, WIDEST), agreement, brevity])


def rank(found: Candidates) -> Ranking:
    """The ranking of some candidates; there must be one at least."""
    return Ranking(found, feature_grid(found))


def likely(found: Candidates, count: int) -> Candidates:
    """The candidates that are ahead by what postings tell of them, in the order they came."""
    if len(found.keys) <= count:
        return found
    scores = sum(RANKING.get(name, 0.0) * found.feature(name) for name in FROM_POSTINGS)
    return found.some(np.sort(np.argsort(-np.asarray(scores), kind="stable")[:count]).tolist())


def alike(one: Profile, other: Profile) -> bool:
    """Whether two sentences say the same: nearly the same words, the same numbers and denials."""
    shorter, longer = (one, other) if len(one.terms) < len(other.terms) else (other, one)
    length = len(longer.terms)
    least = ALIKE * length
    if len(shorter.terms) < max(FEWEST, least):
        return False
    if length - len(longer.held - shorter.held) < least:
        return False  # so many are not shared at all: repeated terms need not be counted
    if (Counter(shorter.terms) & Counter(longer.terms)).total() < least:
        return False
    differ = one.held ^ other.held
    return not any(term[0].isdigit() for term in differ) and (
        one.words & DENIALS == other.words & DENIALS
    )
