"""Finds the candidate sentences for a question."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain

import numpy as np

from retrieval.answer import Key
from retrieval.answering.following import Followed, beside, prior
from retrieval.answering.texts import Texts
from retrieval.index.reading.searchable import Searchable
from retrieval.index.scoring import Hit
from retrieval.meaning.meaning import Meaning, Vector
from retrieval.meaning.vectors import Vectors, no_similarity
from retrieval.ranking.candidates import Candidates
from retrieval.ranking.features import FEATURES
from retrieval.ranking.question import Query
from retrieval.ranking.ranking import alike, likely
from retrieval.ranking.sentence import profile
from retrieval.scope import Scope

CANDIDATES = 100  # sentences taken from BM25, best first
WITH_NEIGHBORS = 20  # of those, how many also make their neighbors candidates
BEST = 10  # of those, whose articles' sentences are compared with the question in meaning, ...
FEW = 4000  # ... unless the scope has at most so many sentences, which are then all compared; ...
CLOSEST = 50  # ... and of the sentences compared, how many are candidates, the closest
AROUND = 3  # terms closely related to one that are also looked for around a sentence
LEANED = 0.5  # how much the meaning of the question before a follow-up counts
PROFILES = 500  # sentence profiles cached; each takes about 3 KB


class CandidateSearch:
    """Finds candidates by BM25 and, if there is a model, by meaning among the best articles.

    In a small scope, meaning also finds sentences that share no word with the question.
    """

    def __init__(
        self, index: Searchable, vectors: Vectors, texts: Texts, meaning: Meaning | None
    ) -> None:
        self._index = index
        self._vectors = vectors
        self._texts = texts
        self._meaning = meaning
        self._profile = lru_cache(PROFILES)(profile)

    def candidates(
        self, query: Query, scope: Scope, read: int, followed: Followed | None = None
    ) -> Candidates | None:
        """The ``read`` likeliest candidates, with their texts; None if there are none.

        For a follow-up, these include the sentences around those shown before.
        """
        is_english = query.analysis.language.grammar  # the only language that meaning is known of
        hits = self._index.search(query.terms, scope, CANDIDATES)
        near = (self._index.neighbors(key, number) for key, number, _ in hits[:WITH_NEIGHBORS])
        keys = dict.fromkeys(chain(self._index.quotable(hits), *near))
        compared = self._compared(hits, scope) if query.terms and is_english else {}
        question = self._vector_of(query, compared)
        if question is not None:
            keys |= dict.fromkeys(self._closest(question, compared))
        if followed is not None and query.terms:
            keys |= dict.fromkeys(beside(followed.turn.shown, self._index, scope))
            hidden = followed.hidden(query)
            keys = {place: None for place in keys if place not in hidden}
        if not keys:
            return None
        every = self._candidates(query, scope, list(keys), question)
        if followed is None:
            return self._read(likely(every, read))
        every.prior = prior(followed, every)
        return self._without_copies(self._read(likely(every, read)), followed.hidden(query))

    def _compared(self, hits: Sequence[Hit], scope: Scope) -> Mapping[int, int]:
        """The articles to compare with the question, with their numbers of sentences."""
        if self._meaning is None or not self._vectors:
            return {}
        best = dict.fromkeys(hit.key for hit in hits[:BEST])
        return self._index.sizes(best) | self._index.sizes_in(scope, FEW)

    def _vector_of(self, query: Query, compared: Iterable[int]) -> Vector | None:
        """The vector of a question; None if there is nothing to compare it with, or no model."""
        if self._meaning is None or not self._vectors.have_any(compared):
            return None
        own = self._meaning.question(query.text)
        before = self._meaning.question(query.text_before) if query.text_before else None
        if own is None or before is None:
            return own
        both: Vector = own + LEANED * before
        both /= np.linalg.norm(both)
        return both

    def _closest(self, question: Vector, compared: Mapping[int, int]) -> list[Key]:
        """The sentences of these articles that are closest in meaning."""
        found = self._vectors.closest(question, compared, CLOSEST)
        return self._index.quotable(Hit(*place, 0.0) for place in found)

    def _candidates(
        self, query: Query, scope: Scope, keys: Sequence[Key], question: Vector | None
    ) -> Candidates:
        related = [query.analysis.close_terms(term)[:AROUND] for term in query.terms]
        context = self._index.context(keys, query.terms, related)
        weights = self._index.term_weights(query.terms, scope)
        idf = [weights[term] * query.leaned.get(term, 1.0) for term in query.terms]
        similarity = (
            no_similarity(len(keys))
            if question is None
            else self._vectors.similarity(question, keys)
        )
        return Candidates(query, idf, keys, context, FEATURES, similarity)

    def _without_copies(
        self, found: Candidates | None, hidden: Collection[Key]
    ) -> Candidates | None:
        """The candidates that say something else than these sentences; None if there are none."""
        if found is None:
            return None
        texts = self._texts.sentences(hidden).values()
        shown = [self._profile(text, found.query.analysis) for text in texts]
        new = [
            at
            for at, own in enumerate(found.profiles)
            if not any(alike(own, other) for other in shown)
        ]
        return found.some(new) if new else None

    def _read(self, found: Candidates) -> Candidates | None:
        """Read the candidates' texts; drop candidates deleted in the meantime."""
        texts = self._texts.sentences(found.keys)
        if len(texts) < len(found.keys):
            found = found.some([at for at, key in enumerate(found.keys) if key in texts])
        analysis = found.query.analysis
        found.read([self._profile(texts[key], analysis) for key in found.keys])
        return found if found.keys else None
