"""Answers requests for a topic with what the articles about it begin with.

An article is about a topic if its title and its first sentence hold all of the topic's terms.
Words that nothing frames are a topic only if the title holds most of them: they can also be
keywords for a detail, which a sentence answers better. If no article holds a framed topic ("latest
on", "summarize") there, some of it may be in the sentences after the first.

Readers also call things by other words than articles do. So if no article holds all of a framed
topic, those that hold part of it are compared with it in meaning: "the CrowdStrike breakdown" is
what is meant in "CrowdStrike explains the update that crashed millions of computers", but "the
CrowdStrike merger" is not.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article, Sentence
from retrieval.answer import LIMIT, Answer, Band, Passage, View
from retrieval.answering.passages import matches
from retrieval.answering.texts import Texts
from retrieval.asking.frames import Frame, Framed
from retrieval.index.part import Floats, Mask
from retrieval.index.reading.openings import OPENING, Openings
from retrieval.index.reading.searchable import Searchable
from retrieval.meaning.meaning import Meaning
from retrieval.meaning.vectors import Vectors
from retrieval.ranking.question import Query
from retrieval.ranking.ranking import alike
from retrieval.ranking.sentence import Profile, profile
from retrieval.scope import UNKNOWN_DAY, Scope
from retrieval.words.analysis import analysis_for

MOST_ARTICLES = 5  # shown, unless a limit other than the default says otherwise
WHOLE = 1 - 1e-9  # the share of a topic's weight in all of its terms, which are summed
IN_FRONT = 0.5  # the share that the title and the first sentence must hold, ...
IN_TITLE = 0.5  # ... and the title alone if nothing frames the topic
PART = 0.25  # the share that the title and the first sentence must hold to be compared in ...
COMPARED = 3  # ... meaning, in at most so many articles, ...
CLOSE = 0.5  # ... and how close the title and the first sentences must be to the topic
MOST = 0.7  # the share that an article must open with if meanings cannot be compared
COPIES = 5  # articles read beyond those shown, some of which can be copies
SHORTEST = 4  # terms of a sentence that says something: "10 p.m." and "News." do not
CONFIDENCE = 0.95  # of an answer with a whole topic


class TopicSearch:
    """Finds the articles about a topic."""

    def __init__(
        self, index: Searchable, vectors: Vectors, texts: Texts, meaning: Meaning | None
    ) -> None:
        self._index = index
        self._vectors = vectors
        self._texts = texts
        self._meaning = meaning

    def answer(
        self,
        question: str,
        framed: Framed,
        query: Query,
        scope: Scope,
        limit: int,
        seen: Collection[int] = (),
    ) -> Answer | None:
        """Return what articles about a topic begin with; None if there is no topic or article.

        There are up to MOST_ARTICLES articles, with a sentence of each, newest first, or oldest
        first for a timeline. A single article has up to ``limit`` sentences. ``query`` is that of
        the topic. The articles with the keys ``seen`` are left out.
        """
        most = limit if limit < LIMIT else max(limit, MOST_ARTICLES)
        about, shares = self._about(framed, query, scope, seen)
        read = dict(zip(about[: most + COPIES].tolist(), shares.tolist(), strict=False))
        found = self._leads(read, query.terms)
        if not found:
            return None
        shown = found[:most]
        more = len(about) - len(read) + len(found) - len(shown)
        if len(shown) == 1 and not more and not seen:
            shown = list(_summary(shown[0], query.terms, limit))
        answer = Answer(question, query.terms, tuple(shown), 0.0, more=more)
        return _judged(answer, framed.frame)

    def _about(
        self, framed: Framed, query: Query, scope: Scope, seen: Collection[int]
    ) -> tuple[NDArray[np.int64], Floats]:
        """The unseen articles about a topic, in order, with the share that they open with."""
        terms = _without_compounds(framed.subject, query) if framed.bare else ()
        weights = self._index.term_weights(terms, scope)
        total = sum(weights.values())
        topic = {term: weight / total for term, weight in weights.items()}
        news = framed.frame is Frame.NEWS
        index = self._index
        found = index.every_article(scope) if news else index.openings(topic, scope)
        chosen, shares = _whole(framed.frame, found), found.opening
        if framed.frame is not Frame.NONE and not chosen.any():
            chosen, shares = self._partly(framed.subject, found)
        chosen &= ~np.isin(found.keys, list(seen))
        at = _by_day(found, chosen, oldest_first=framed.frame is Frame.TIMELINE)
        return found.keys[at], shares[at]

    def _partly(self, topic: str, found: Openings) -> tuple[Mask, Floats]:
        """Marks the articles about a topic that they open with only part of; with their shares.

        With vectors, the share is how close the article is in meaning.
        """
        compared = np.argsort(-found.opening, kind="stable")[:COMPARED]
        compared = compared[found.front[compared] >= PART]
        keys = found.keys[compared].tolist()
        if self._meaning is None or not self._vectors.have_any(keys):
            return (found.opening >= MOST) & (found.front >= IN_FRONT), found.opening
        articles = self._texts.at(keys)
        shares = np.zeros(len(found.keys))
        for at, key in zip(compared.tolist(), keys, strict=True):
            if key in articles:
                shares[at] = self._likeness(topic, key, articles[key], self._meaning)
        return shares >= CLOSE, shares

    def _likeness(self, topic: str, key: int, article: Article, meaning: Meaning) -> float:
        """How close the title and the closest of the first sentences are to a topic."""
        vector, title = meaning.question(topic), meaning.question(article.title)
        if vector is None or title is None:
            return 0.0
        places = [(key, number) for number in range(min(OPENING, len(article.spans)))]
        lead = self._vectors.similarity(vector, places).own.max(initial=0)
        return (float(title @ vector) + float(lead)) / 2

    def _leads(self, shares: Mapping[int, float], terms: Collection[str]) -> list[Passage]:
        """The leads of the articles with these keys, without copies."""
        articles = self._texts.at(shares)
        present = (key for key in shares if key in articles)
        leads = (_lead(key, articles[key], shares[key], terms) for key in present)
        return _without_copies(chain.from_iterable(leads))


def _judged(answer: Answer, frame: Frame) -> Answer:
    """The answer with its view, and how sure it is."""
    confidence = CONFIDENCE * max(one.score for one in answer.passages)
    return replace(
        answer,
        confidence=confidence,
        view=View.TIMELINE if frame is Frame.TIMELINE else View.ARTICLES,
        band=Band.SURE if confidence >= CONFIDENCE * WHOLE else Band.CLOSEST,
    )


def _whole(frame: Frame, found: Openings) -> Mask:
    """Marks the articles that open with all of a topic."""
    in_front = found.front >= WHOLE
    if frame is Frame.NONE:
        return in_front & (found.title >= IN_TITLE)
    if in_front.any():
        return in_front
    return (found.opening >= WHOLE) & (found.front >= IN_FRONT)


def _by_day(found: Openings, chosen: Mask, *, oldest_first: bool) -> NDArray[np.intp]:
    """The positions of the chosen articles by their day; those without one come last."""
    (at,) = chosen.nonzero()
    keys, days = found.keys[at], found.days[at]
    sign = 1 if oldest_first else -1
    return at[np.lexsort((sign * keys, sign * days, days == UNKNOWN_DAY))]


def _without_compounds(subject: str, query: Query) -> list[str]:
    """The query's terms without those of compounds, whose parts are terms of their own."""
    words = (one.terms for one in query.analysis.printed(subject))
    wholes = {terms[-1] for terms in words if len(terms) > 2}
    return [term for term in query.terms if term not in wholes]


def _lead(
    key: int, article: Article, share: float, terms: Collection[str]
) -> Iterator[tuple[Passage, Profile]]:
    """Yield what an article begins with, if anything: its first sentence about the topic."""
    opening = list(islice(_sentences(article), OPENING))
    about = (one for one in opening if not one[1].term_set.isdisjoint(terms))
    for sentence, own in islice(chain(about, opening), 1):
        yield _passage(key, sentence, share, terms), own


def _sentences(article: Article) -> Iterator[tuple[Sentence, Profile]]:
    """Yield the sentences that say something by themselves."""
    analysis = analysis_for(article.language)
    for sentence in article.sentences:
        own = profile(sentence.text, analysis)
        if not sentence.is_heading and not own.is_question and len(own.terms) >= SHORTEST:
            yield sentence, own


def _passage(key: int, sentence: Sentence, score: float, terms: Collection[str]) -> Passage:
    spans = matches(sentence, terms, analysis_for(sentence.article.language))
    return Passage(sentence, score, spans, place=(key, sentence.number - 1))


def _without_copies(leads: Iterable[tuple[Passage, Profile]]) -> list[Passage]:
    """The passages, with copies of better ones in ``also`` of these."""
    kept: list[tuple[Passage, Profile]] = []
    for passage, own in leads:
        for at, (original, other) in enumerate(kept):
            if alike(own, other):
                also = (*original.also, passage.sentence)
                kept[at] = replace(original, also=also), other
                break
        else:
            kept.append((passage, own))
    return [passage for passage, _ in kept]


def _summary(lead: Passage, terms: Collection[str], limit: int) -> Iterator[Passage]:
    """Yield the lead and the sentences after it, up to the limit."""
    yield lead
    key, number = lead.place or (0, 0)
    after = (one for one, _ in _sentences(lead.sentence.article) if one.number - 1 > number)
    for sentence in islice(after, limit - 1):
        yield _passage(key, sentence, lead.score, terms)
