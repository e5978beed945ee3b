"""The bands of an answer: how sure it is decides what a reader is told."""

import math

from corpus.languages.language import Language
from retrieval.answer import Band

# What the confidence must reach for an answer unless QUOTEWIRE_CONFIDENCE is set. See
# tests/quality/README.md.
BY_WORDS = 0.28
BY_MEANING = 0.26
# What both probabilities must reach for the top band. A higher number makes more of its first
# sentences right, and leaves fewer right ones in it.
SURE = 0.55


def biased(probability: float, language: Language) -> float:
    """A probability as sentences of a language deserve it: the weights were learned on English.

    The language's bias is added to its log odds.
    """
    if not language.bias:
        return probability
    likely = probability * math.exp(language.bias)
    return likely / (likely + (1 - probability))  # never above 1


def default_threshold(*, by_meaning: bool) -> float:
    """The confidence needed for an answer that was, or was not, judged by its meaning, too."""
    return BY_MEANING if by_meaning else BY_WORDS


def band_of(confidence: float, sureness: float, threshold: float) -> Band:
    """The band of an answer, given the confidence it needs to be shown.

    ``confidence`` is the probability that one of the first three sentences is right, ``sureness``
    that the first is. A threshold of 0 shows every answer.

    >>> band_of(0.9, 0.7, 0.26), band_of(0.4, 0.2, 0.26), band_of(0.1, 0.1, 0.26)
    (<Band.SURE: 'sure'>, <Band.CLOSEST: 'closest'>, <Band.SILENT: 'none'>)
    """
    if confidence < threshold:
        return Band.SILENT
    # The sureness is learned from less evidence: it does not see that one word proves little.
    return Band.SURE if min(confidence, sureness) >= SURE else Band.CLOSEST
