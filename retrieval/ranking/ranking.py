"""Orders the candidates and decides which of them are shown."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from retrieval.index.context import Column, Grid
from retrieval.ranking.candidates import Candidates
from retrieval.ranking.confidence import biased
from retrieval.ranking.evidence import EVIDENCE, evidence
from retrieval.ranking.features import FEATURES, WITHOUT_TEXT, feature_grid
from retrieval.ranking.sentence import Profile
from retrieval.ranking.weight_sets import LEXICAL, MEANING, WeightSet
from retrieval.words.denials import denials_in

# A further passage is about another matter if it is far less likely than the first, or has none of
# the question's words and is far from it in meaning.
LEAST_LIKELY = 1 / 100
FAR = 0.2
NO_RIVAL = -0.1  # the logarithm of the first candidate's share of the likelihood, or more
COPIES_AMONG = 100  # best candidates that are checked for being copies of better ones ...
ORIGINALS = 10  # ... and best candidates that they are compared with
DECIMALS = 9  # of scores, beyond which they differ only by rounding
SHARED = 0.85  # the share of their terms that copies have in common
FEWEST = 4  # terms of a copy; shorter sentences are alike by chance

LACKING, LIKELIHOOD = map(EVIDENCE.index, ("lacking in all", "likelihood"))
COLUMNS = [list(FEATURES).index(name) for name in WITHOUT_TEXT]


class Ranking:
    """The order of the candidates, best first; equal scores keep their order.

    A copy of a better sentence in another article is not in ``order``; ``also`` lists it under the
    better sentence's position. ``scores`` are the candidates' log-likelihoods up to a constant.
    The confidence and the sureness are computed from ``evidence``.
    """

    def __init__(self, found: Candidates, grid: Grid, scores: Column) -> None:
        self._found = found
        self.grid = grid
        self.scores = scores
        self.also: dict[int, list[int]] = {}
        for rank, at in enumerate(np.argsort(-self.scores, kind="stable").tolist()):
            original = self._original(found, at) if rank < COPIES_AMONG else None
            if original is None:
                self.also[at] = []
            else:
                self.also[original].append(at)
        self.order = list(self.also)
        self.evidence = evidence(found, grid, self.scores, self.order)
        self.by_meaning = bool(found.similarity.known[self.order[0]])

    @property
    def confidence(self) -> float:
        """The probability, from 0 to 1, that one of the first three answers is right."""
        confidence = weights_for(known=self.by_meaning).confidence.of(self.evidence)
        return biased(confidence, self._found.query.analysis.language)

    @property
    def sureness(self) -> float:
        """The probability, from 0 to 1, that the first answer is right."""
        sureness = weights_for(known=self.by_meaning).sureness.of(self.evidence)
        sureness = biased(sureness, self._found.query.analysis.language)
        # Near misses teach it to mistrust short questions, which mean little.
        return max(sureness, self.confidence) if self.by_meaning and self._has_all else sureness

    @property
    def _has_all(self) -> bool:
        """Whether the first answer lacks nothing that is asked for, and has no rival."""
        return bool(self.evidence[LACKING] == 0 and self.evidence[LIKELIHOOD] >= NO_RIVAL)

    def shown(self, limit: int, *, everything: bool = False) -> list[int]:
        """The candidates to show, best first: up to the limit, without those off topic.

        None of them says what a better one says. A question comes with the sentence after it, or
        not at all.
        """
        if everything:
            return self.order[:limit]
        floor = self.scores[self.order[0]] + np.log(LEAST_LIKELY)
        shown: list[int] = []
        for at in self.order:
            if len(shown) >= limit or self.scores[at] < floor:
                break
            if at not in shown and not (shown and self._adds_nothing(at, shown)):
                shown += self._with_reply(at, shown, limit)
        return shown or self.order[:1]

    def _adds_nothing(self, at: int, shown: Sequence[int]) -> bool:
        """Whether a candidate is about another matter, or says what one of those shown says."""
        found = self._found
        if not (found.held | found.related)[at].any() and found.similarity.own[at] < FAR:
            return True
        return any(alike(found.profiles[at], found.profiles[other]) for other in shown)

    def with_replies(self, chosen: Sequence[int]) -> list[int]:
        """The chosen candidates, with a reply in place of each question that has none there."""
        kept = []
        for at in chosen:
            after = self._reply(at)
            if after is None or after in chosen:
                kept.append(at)
            else:
                kept.append(after)
        return kept

    def _with_reply(self, at: int, shown: Sequence[int], limit: int) -> list[int]:
        """A candidate; if it is a question, with the sentence after it, or that alone."""
        if not self._found.profiles[at].is_question:
            return [at]
        after = self._reply(at)
        if after is None:
            return []
        return [at] if after in shown else [at, after][len(shown) - limit :]

    def _reply(self, at: int) -> int | None:
        """The sentence after a question, if it is a candidate and no question."""
        profiles, keys = self._found.profiles, self._found.keys
        if not profiles[at].is_question:
            return None
        key, number = keys[at]
        replies = (one for one, place in enumerate(keys) if place == (key, number + 1))
        return next((one for one in replies if not profiles[one].is_question), None)

    def _original(self, found: Candidates, at: int) -> int | None:
        """The better candidate in another article that this one copies, if any."""
        (key, _), own = found.keys[at], found.profiles[at]
        return next(
            (
                better
                for better in list(self.also)[:ORIGINALS]
                if found.keys[better][0] != key and alike(found.profiles[better], own)
            ),
            None,
        )


def rank(found: Candidates) -> Ranking:
    """Rank one or more candidates."""
    grid = feature_grid(found)
    return Ranking(found, grid, scored(found, grid))


def weights_for(*, known: bool) -> WeightSet:
    """The weights for a sentence, given whether its vector is known."""
    return MEANING if known else LEXICAL


def scored(found: Candidates, grid: Grid, features: Sequence[int] | slice = slice(None)) -> Column:
    """The log-likelihood of each candidate, up to a constant, by the features and its prior.

    If only some candidates have vectors, the lexical weights say how likely it is that one of
    those is right, and the weights of meaning only compare them with each other.
    """
    lexical: Column = grid @ LEXICAL.ranking[features]
    known = found.similarity.known
    if not known.any():
        return lexical + found.prior
    meant: Column = grid @ MEANING.ranking[features]
    if not known.all():
        meant += np.logaddexp.reduce(lexical[known]) - np.logaddexp.reduce(meant[known])
    return np.where(known, meant, lexical) + found.prior


def likely(found: Candidates, count: int) -> Candidates:
    """The ``count`` best candidates by the features that need no text, order unchanged.

    Those with one score count as one: most are copies, which must not displace other sentences.
    """
    if len(found.keys) <= count:
        return found
    grid = np.column_stack([found.feature(name) for name in WITHOUT_TEXT])
    scores = scored(found, grid, COLUMNS).round(DECIMALS)
    different = np.unique(scores)[-count:]
    return found.some(np.flatnonzero(scores >= different[0]).tolist())


def alike(one: Profile, other: Profile) -> bool:
    """Whether two sentences are copies: nearly the same words, the same numbers and denials.

    One can have words that the other lacks, but none in place of another's: "the council approved
    the tram" and "the council rejected the tram" are no copies. Judged by words, because the
    vectors of such sentences are as alike as those of copies.
    """
    shorter, longer = (one, other) if len(one.terms) < len(other.terms) else (other, one)
    length = len(longer.terms)
    needed = SHARED * length
    if len(shorter.terms) < max(FEWEST, needed):
        return False
    if not (one.term_set <= other.term_set or one.term_set >= other.term_set):
        return False
    if (Counter(shorter.terms) & Counter(longer.terms)).total() < needed:
        return False
    different = one.term_set ^ other.term_set
    return not any(term[0].isdigit() for term in different) and (
        denials_in(one.words) == denials_in(other.words)
    )
