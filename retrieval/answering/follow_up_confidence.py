"""The confidence in the answer to a follow-up.

The confidence in other answers looks for all of the question's words near the sentence. A
follow-up's sentence need not have those of the question before, and if it repeats them, it answers
that one. What counts is whether it has the new words, or what they ask for.
"""

import re

import numpy as np

from retrieval.answering.following import Followed
from retrieval.asking.follow_ups import SAME, Leaning
from retrieval.ranking.answer_kinds import can_tell_places, holds, kind_asked
from retrieval.ranking.candidates import Candidates
from retrieval.ranking.ranking import Ranking

# A logistic regression on follow-ups of our own, each also asked after questions that it has
# nothing to do with; see tests/quality/README.md.
HELD = 1.85  # the share of its own words, by weight, that the first sentence has, ...
RELATED = 0.65  # ... and the share for which it has a related one
MEANING = 1.5  # how near it is to the question in meaning
SAME_ARTICLE = 0.85  # it is from the article of the sentence shown first
REPEATED = -1.0  # the share of the words of the questions before that are in it or near it
WRONG_KIND = -1.8  # it does not look like what the question asks for
MARGIN = 0.4  # how far its score is above the next one's ...
WIDEST_MARGIN = 5.0  # ... up to this
BIAS = -1.95
LEAST_OWN = 0.35  # of its own words, without which a question with no sign is no follow-up
TRIES = 1.5  # how many times as likely to fail the first sentence is than all that are shown
ON_TOPIC = 0.6  # of any further sentence of the article, if more of it is asked for

LOOKS_LIKE = {
    "number": "number", "measure": "number", "money": "money", "when": "time", "where": "place",
}  # fmt: skip
AGE_ASKED = re.compile(r"\bhow (?:old|young)\b|\b(?:what|whose) age\b", re.IGNORECASE)
AGE = re.compile(
    r"\b\d+[- ]years?[- ]old\b|\bage[ds]? (?:of )?\d|, \d{1,3},|\bin (?:his|her|their) \d0s\b"
    r"|(?:\b(?:is|was|am|are|turn(?:s|ed|ing)?)|['’]m) \d{1,3}\b"
    r"|\b(?:born|built|founded|opened|established)\b.*\d",
    re.IGNORECASE,
)


def follow_up_confidence(
    question: str, followed: Followed, found: Candidates, ranking: Ranking
) -> float:
    """The probability, from 0 to 1, that the first sentence answers a follow-up."""
    first, second = ranking.order[0], ranking.order[1:2]
    shown = followed.turn.shown
    if not shown:
        return ranking.confidence
    same_article = found.keys[first][0] == shown[0][0]
    if followed.leaning in SAME:
        return max(ranking.confidence, ON_TOPIC if same_article else 0.0)
    held = found.share_of(~found.leaned, found.held)[first]
    related = found.share_of(~found.leaned, found.related & ~found.near)[first]
    if followed.leaning is Leaning.LITTLE and not (same_article and held + related >= LEAST_OWN):
        return 0.0
    margin = ranking.scores[first] - ranking.scores[second[0]] if second else WIDEST_MARGIN
    logit = (
        BIAS
        + HELD * held
        + RELATED * related
        + MEANING * float(found.similarity.own[first])
        + SAME_ARTICLE * same_article
        + REPEATED * found.share_of(found.leaned, found.held | found.near)[first]
        + WRONG_KIND
        * (not _looks_right(question, found.profiles[first].text, found.query.language))
        + MARGIN * min(margin, WIDEST_MARGIN)
    )
    return float(1 / (1 + np.exp(-logit)))


def stays(followed: Followed, found: Candidates, ranking: Ranking) -> bool:
    """Whether the first sentence is from an article shown before, if the question points there."""
    shown = {key for key, _ in followed.turn.shown}
    points = followed.leaning is Leaning.SURE and bool(shown)
    return not points or found.keys[ranking.order[0]][0] in shown


def of_several(first: float) -> float:
    """The probability that one of the sentences shown is right, given that of the first."""
    return float(1 - (1 - first) ** TRIES)


def _looks_right(question: str, sentence: str, language: str) -> bool:
    """Whether a sentence looks like the kind of answer that a question asks for."""
    if AGE_ASKED.search(question):
        return AGE.search(sentence) is not None
    kind = LOOKS_LIKE.get(kind_asked(question, language))
    if kind is None or (kind == "place" and not can_tell_places(language)):
        return True
    return holds(kind, sentence, language)
