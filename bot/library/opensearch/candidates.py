"""The index in OpenSearch, as answers ask it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from bot.library.opensearch.mapping import token
from bot.library.opensearch.searching.articles import ArticleSearches
from bot.library.opensearch.searching.queries import MOST_TERMS, ask, weightiest
from bot.library.opensearch.searching.sentences import Search, best_with, sentences_of
from bot.library.opensearch.searching.spelling import spelled_like, spellings, with_most
from retrieval.index.context import Context
from retrieval.index.part import TITLE
from retrieval.index.reading.nearness import most_together
from retrieval.index.reading.rescoring import Found, best
from retrieval.index.reading.searchable import Place
from retrieval.index.scoring import Hit
from retrieval.scope import Scope
from retrieval.words.names import name_words

SPELLINGS = 1000  # words with the terms like each that are cached; each can take 14 KB
MOST_TYPED = 64  # words looked at together; more are taken to be spelled right
WIDER = (2, 20)  # times the sentences wanted that it is asked for: more if many are headings


class OpenSearchIndex(ArticleSearches):
    """BM25 over the articles of a scope, which an OpenSearch cluster keeps.

    The cluster finds sentences and counts; they are scored, and their context is counted, here.
    What it answered is cached until it has taken something in, which ``look_again`` tells or,
    within a second, the cluster. All other methods raise EngineError if it cannot be used.

    Not thread-safe.
    """

    def expect(self, terms: Sequence[str], naming: str, scope: Scope, limit: int) -> None:
        """Learn with one request what a search, and questions for names in a text, will need."""
        wanted = _search(Counter(terms), scope, WIDER[0] * limit)
        is_search = 0 < len(wanted.counts) <= MOST_TERMS and limit > 0
        searches = [best_with(wanted)] if is_search else []
        names = name_words(naming)
        found = self._counts.learn(dict.fromkeys(terms), names, scope, *searches)
        if found:
            self._found = {wanted: sentences_of(found[0])}

    def search(self, query: Sequence[str], scope: Scope, limit: int) -> list[Hit]:
        """Return up to ``limit`` sentences of the scope, and the headings among them, best first.

        They are the best of twice as many that the engine finds with its own statistics.
        """
        counts = Counter(query)
        found = self._counts.df(counts, scope)
        if limit <= 0 or not any(found.values()):
            return []
        idf = self._counts.weights(counts, scope)
        known = {term: counts[term] * idf[term] for term in counts if found[term]}
        weights = {token(term): weight for term, weight in known.items()}
        sent = counts if len(counts) <= MOST_TERMS else Counter(list(weightiest(known)))
        average = self._counts.size(scope).average
        for times in WIDER:
            sentences = self._sentences(_search(sent, scope, times * limit))
            headings = sum(one.is_heading for one in sentences)
            if len(sentences) < times * limit or len(sentences) - headings >= limit:
                break
        scored = best(sentences, weights, average, limit)
        entries = self._with([hit.key for hit in scored])
        return [hit for hit in scored if entries.holds(hit.key, hit.sentence)]

    def _sentences(self, wanted: Search) -> list[Found]:
        """The sentences that the engine finds best."""
        if wanted not in self._found:
            (found,) = ask(self._engine, wanted.scope, [best_with(wanted)])
            self._found = {wanted: sentences_of(found)}
        return self._found[wanted]

    def quotable(self, hits: Iterable[Hit]) -> list[Place]:
        """The sentences found; for a heading, the first one below it, if any."""
        some = list(hits)
        return self._with([hit.key for hit in some]).quotable(some)

    def neighbors(self, key: int, sentence: int) -> list[Place]:
        """The sentences before and after one in its article; below a heading, several."""
        return self._with([key]).neighbors(key, sentence)

    def context(
        self, places: Sequence[Place], terms: Sequence[str], related: Sequence[Collection[str]]
    ) -> Context:
        """The context of sentences, given the terms and the terms related to each."""
        keys = dict.fromkeys(key for key, _ in places)
        entries = self._with(keys)
        entries.join(keys)
        return entries.context(places, terms, related)

    def df(self, query: Iterable[str], scope: Scope) -> dict[str, int]:
        """The number of the scope's sentences that contain each distinct term."""
        return self._counts.df(query, scope)

    def titles(self, query: Iterable[str], scope: Scope) -> dict[str, int]:
        """The number of the scope's articles with each distinct term in their title."""
        return self.about(TITLE, query, scope)

    def about(self, prefix: str, terms: Iterable[str], scope: Scope) -> dict[str, int]:
        """The same with each term in what the prefix stands for, such as their author."""
        found = self._counts.df([prefix + term for term in terms], scope)
        return {term[len(prefix) :]: df for term, df in found.items()}

    def term_weights(self, query: Sequence[str], scope: Scope) -> dict[str, float]:
        """Each distinct term's idf in the scope; a term in no sentence has the largest."""
        return self._counts.weights(query, scope)

    def terms_like(self, typed: Collection[str], first: str, lengths: Collection[int]) -> set[str]:
        """The terms of these lengths that begin with a letter, at most two edits from the typed.

        These are at most a hundred for each word typed, the closest, and of any scope.
        """
        self.expect_typed(typed)
        every = frozenset[str]().union(*(self._spellings[word] for word in typed))
        return {term for term in every if term[:1] == first and len(term) in lengths}

    def expect_typed(self, typed: Collection[str]) -> None:
        """Learn with one request which terms are like each of these."""
        self._look()
        new = [word for word in dict.fromkeys(typed) if word not in self._spellings]
        if new and len(self._spellings) + len(new) > SPELLINGS:
            self._spellings.clear()
            new = list(dict.fromkeys(typed))
        found = ask(self._engine, None, list(map(spelled_like, new[:MOST_TYPED])))
        self._spellings.update(dict.fromkeys(new, frozenset()))
        self._spellings.update(zip(new, map(spellings, found), strict=False))

    def together(
        self, terms: Sequence[str], others: Sequence[str], scope: Scope
    ) -> Mapping[str, int]:
        """For each term, the most of the others that a sentence with it and its neighbors have.

        This looks at a few sentences and articles that have most of them.
        """
        searches = [one for term in terms for one in with_most(term, others, scope)]
        found = ask(self._engine, scope, searches)
        ids = (hit["_id"] for one in found for hit in one["hits"]["hits"])
        keys = dict.fromkeys(int(one.partition("-")[0]) for one in ids)
        part = self._with(keys).join(keys)
        postings = part.find_all((*terms, *others), part.scoped(scope).mask)
        return most_together([postings], terms, others)


def _search(counts: Mapping[str, int], scope: Scope, size: int) -> Search:
    return Search(tuple(sorted(counts.items())), scope, size)
