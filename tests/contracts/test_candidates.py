"""What answers ask of an index holds for each kind of it."""

import numpy as np
import pytest
from any_articles import article
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine
from indexes import SAME, by_formula
from kinds_of_index import KINDS, new_kind

from retrieval.answering.added import Added
from retrieval.answering.answerer import Answerer, new_index
from retrieval.index.bm25 import K1, B
from retrieval.index.entry import Entry, entry
from retrieval.index.part import AUTHOR, PUBLISHER, TITLE
from retrieval.scope import Narrowed

ALL = 100  # more than any of the small indexes holds
GROUPS = ["library", "-1", "-2"]
LIBRARY, CHAT, OTHER = map(frozenset, (["library"], ["library", "-1"], ["library", "-2"]))

terms = st.sampled_from([*"abcd", "слово", "internet"])
some_terms = st.lists(terms, max_size=4)
groups = st.frozensets(st.sampled_from([*GROUPS, "-3"]))
scopes = st.one_of(
    st.none(),
    groups,
    st.builds(
        Narrowed,
        st.none() | groups,
        since=st.sampled_from([0, 0, 1, 5]),
        until=st.sampled_from([4, 3_652_059]),
        publishers=st.sampled_from([frozenset(), frozenset({("a",)}), frozenset({("a", "b")})]),
        authors=st.sampled_from([frozenset(), frozenset({("c",), ("=d e",)})]),
        keys=st.none() | st.just(range(2, 5)),
        language=st.sampled_from([None, None, "en", "ru"]),
    ),
)


@st.composite
def entries(draw):
    """Entries with a sentence at least, as all articles of the store have."""
    sentences = draw(st.lists(some_terms, min_size=1, max_size=4))
    numbers = st.sets(st.integers(0, len(sentences) - 1), max_size=2)
    return Entry(
        sentences,
        title=draw(some_terms),
        sections=sorted({0} | draw(numbers)),
        headings=sorted(draw(numbers)),
        day=draw(st.integers(0, 6)),
        publisher=draw(st.lists(st.sampled_from("ab"), max_size=2)),
        author=draw(st.lists(st.sampled_from(["c", "=d e"]), max_size=2)),
        language=draw(st.sampled_from(["en", "ru"])),
    )


@pytest.fixture(scope="session", params=KINDS)
def server(request):
    """What each kind of index needs; a test is skipped where it cannot be had."""
    return request.getfixturevalue("one_node") if request.param == "opensearch" else None


@pytest.fixture
def kept(server):
    """An empty index of each kind, to which articles can be added, and from which removed."""
    made = new_kind(server)
    yield made
    made.close()


class Changing(RuleBasedStateMachine):
    """Changes an index, and compares it with rank_bm25's formula and a new embedded index."""

    def __init__(self, kept):
        super().__init__()
        self.kept = kept
        self.articles = {}

    @initialize()
    def begin(self):
        self.kept.clear()

    @rule(key=st.integers(1, 6), group=st.sampled_from(GROUPS), one=entries())
    def add(self, key, group, one):
        if key not in self.articles:
            self.kept.add(key, group, one)
            self.articles[key] = group, one

    @precondition(lambda self: self.articles)
    @rule(data=st.data())
    def remove(self, data):
        key = data.draw(st.sampled_from(sorted(self.articles)))
        self.kept.remove(key)
        del self.articles[key]

    @property
    def oracle(self):
        index = new_index()
        for key, (group, one) in sorted(self.articles.items()):
            index.add(key, group, one)
        return index

    @rule(query=some_terms, scope=scopes)
    def search(self, query, scope):
        hits = self.kept.index.search(query, scope, ALL)
        inside = {
            (key, number): words
            for key, (_, one) in self.articles.items()
            if self.oracle.includes(scope, key)
            for number, words in enumerate(one.sentences)
        }
        scores = by_formula(list(inside.values()), query, K1, B) if any(inside.values()) else ()
        scored = dict(zip(inside, scores, strict=bool(scores)))
        holders = {place for place, words in inside.items() if set(words) & set(query)}
        assert {hit[:2]: hit.score for hit in hits} == pytest.approx(
            {place: scored[place] for place in holders}, **SAME
        )
        assert hits == sorted(hits, key=lambda hit: (-hit.score, hit[:2]))

    @rule(query=some_terms, scope=scopes, limit=st.integers(0, 3))
    def search_for_few(self, query, scope, limit):
        assert self.kept.index.search(query, scope, limit) == self.oracle.search(
            query, scope, limit
        )

    @rule(query=some_terms, scope=scopes)
    def count(self, query, scope):
        index, oracle = self.kept.index, self.oracle
        assert len(index) == len(oracle)
        assert index.df(query, scope) == oracle.df(query, scope)
        assert index.titles(query, scope) == oracle.titles(query, scope)
        for prefix in (PUBLISHER, AUTHOR):
            names = ["a", "c", "=d e"]
            assert index.about(prefix, names, scope) == oracle.about(prefix, names, scope)
        assert index.term_weights(query, scope) == oracle.term_weights(query, scope)
        assert sorted(index.languages(scope)) == sorted(oracle.languages(scope))
        assert index.includes(scope) == oracle.includes(scope)
        for most in (0, 3, ALL):
            assert index.sizes_in(scope, most) == oracle.sizes_in(scope, most)

    @rule(query=some_terms, scope=scopes)
    def find_articles(self, query, scope):
        index, oracle = self.kept.index, self.oracle
        weights = {term: 1.0 + number for number, term in enumerate(dict.fromkeys(query))}
        found = [index.openings(weights, scope), index.every_article(scope)]
        wanted = [oracle.openings(weights, scope), oracle.every_article(scope)]
        for ours, theirs in zip(found, wanted, strict=True):
            assert rows(ours) == rows(theirs)
        clauses = [[[term], [TITLE + term, PUBLISHER + "a"]] for term in query]
        assert sorted(index.holding(clauses, scope)) == sorted(oracle.holding(clauses, scope))

    @rule(query=some_terms, scope=scopes)
    def look_around(self, query, scope):
        index, oracle = self.kept.index, self.oracle
        for key, (_, one) in self.articles.items():
            assert key in index
            assert index.sizes([key], scope) == oracle.sizes([key], scope)
            assert index.days([key]) == oracle.days([key])
            assert index.language(key) == oracle.language(key)
            assert index.includes(scope, key) == oracle.includes(scope, key)
            for number in range(len(one.sentences)):
                assert index.neighbors(key, number) == oracle.neighbors(key, number)
        assert all(key not in index for key in range(1, 8) if key not in self.articles)
        hits = oracle.search(query, scope, ALL)
        assert index.quotable(hits) == oracle.quotable(hits)
        if not hits or not query:
            return
        places = [hit[:2] for hit in hits]
        contexts = [one.context(places, query, [["a"]] * len(query)) for one in (index, oracle)]
        for name in contexts[0].__slots__:
            assert np.array_equal(*(getattr(one, name) for one in contexts)), name

    @rule(one=some_terms, others=some_terms, scope=groups)
    def look_for_terms_together(self, one, others, scope):
        index, oracle = self.kept.index, self.oracle
        assert index.together(one, others, scope) == oracle.together(one, others, scope)


def rows(openings):
    return sorted(zip(*(column.tolist() for column in openings), strict=True))


def test_after_any_changes_it_answers_like_a_new_index(kept):
    few = settings(max_examples=6, stateful_step_count=25, deadline=None)
    run_machine(lambda: Changing(kept), settings=few)


def test_nothing_tells_of_another_chats_articles(kept):
    secret = Entry([["secret", "a"]], title=["secret"], publisher=["secret"], day=5, language="de")
    kept.add(1, "-2", secret)
    kept.add(2, "library", Entry([["a"]]))
    index = kept.index
    for scope in (CHAT, Narrowed(CHAT), Narrowed(CHAT, publishers=frozenset({("secret",)}))):
        assert all(hit.key == 2 for hit in index.search(["secret", "a"], scope, ALL))
        assert index.df(["secret"], scope) == {"secret": 0}
        assert index.titles(["secret"], scope) == {"secret": 0}
        assert index.about(PUBLISHER, ["secret"], scope) == {"secret": 0}
        assert index.openings({"secret": 1.0, "a": 1.0}, scope).keys.tolist() in ([2], [])
        assert 1 not in index.every_article(scope).keys
        assert index.holding([[["secret"]]], scope) == []
        assert "de" not in index.languages(scope)
        assert index.sizes([1], scope) == {1: 0}
        assert 1 not in index.sizes_in(scope, ALL)
        assert not index.includes(scope, 1)
        assert not index.includes(Narrowed(CHAT, since=5))
        assert index.together(["secret"], ["a"], scope) == {"secret": 0}


def test_the_statistics_of_a_chat_are_its_own(kept):
    kept.add_all((key, "-2", Entry([["rare"], ["rare", "often"]])) for key in range(1, 30))
    kept.add(50, "-1", Entry([["rare"], ["often"], ["often", "x"], ["y", "rare", "often"]]))
    index, scope = kept.index, frozenset({"-1"})
    assert index.df(["rare", "often"], scope) == {"rare": 2, "often": 3}
    found = {hit.sentence: hit.score for hit in index.search(["rare", "often"], scope, ALL)}
    sentences = [["rare"], ["often"], ["often", "x"], ["y", "rare", "often"]]
    scores = by_formula(sentences, ["rare", "often"], K1, B)
    assert found == pytest.approx(dict(enumerate(scores)), **SAME)


def test_a_removed_article_is_found_nowhere(kept):
    kept.add(1, "library", Entry([["a", "b"]], title=["t"]))
    kept.add(2, "library", Entry([["a"]]))
    assert len(kept.index.search(["a"], None, ALL)) == 2
    kept.remove(1)
    index = kept.index
    assert [hit.key for hit in index.search(["a", "b"], None, ALL)] == [2]
    assert index.df(["b"], None) == {"b": 0}
    assert index.titles(["t"], None) == {"t": 0}
    assert 1 not in index
    with pytest.raises(KeyError):
        index.language(1)


def test_terms_within_two_edits_are_found(kept):
    words = ["zelenskyy", "pyongyang", "internet", "intern"]
    kept.add(1, "library", Entry([words]))
    index = kept.index
    assert "zelenskyy" in index.terms_like(["zelensky"], "z", range(6, 12))
    assert "zelenskyy" in index.terms_like(["zelensiky", "x"], "z", range(6, 12))
    assert set(index.terms_like(["interent"], "i", [8])) == {"internet"}
    assert set(index.terms_like(["nternet"], "n", range(20))) == set()


def test_words_of_a_thousand_letters_are_found(kept):
    long, other = "a" * 1000, "a" * 999 + "b"
    kept.add(1, "library", Entry([[long], [other]], title=[long]))
    index = kept.index
    assert [hit[:2] for hit in index.search([long], None, ALL)] == [(1, 0)]
    assert index.df([long, other, "a" * 998], None) == {long: 1, other: 1, "a" * 998: 0}
    assert index.titles([long], None) == {long: 1}


def test_the_hundred_best_of_a_small_scope_are_those_of_its_own_statistics(kept):
    random, oracle = np.random.default_rng(5), new_index()
    chances = 1 / np.arange(1, 200)
    articles = []
    for key in range(1, 200):
        words = random.choice(199, (20, 10), p=chances / chances.sum())
        sentences = [[f"w{word}" for word in row] for row in words]
        articles.append((key, "-1" if key % 4 == 0 else "library", Entry(sentences)))
        oracle.add(*articles[-1])
    kept.add_all(articles)
    for scope in (frozenset({"-1"}), CHAT):
        for query in (["w1", "w30"], ["w5", "w60", "w7"], ["w100", "w0"]):
            ours, theirs = (one.search(query, scope, 100) for one in (kept.index, oracle))
            assert ours == theirs


def test_a_message_of_thousands_of_terms_has_an_answer(kept):
    sentences = [["a", "b"], ["c", *(f"w{at}" for at in range(3000))], ["w7", "w2999"]]
    kept.add(1, "library", Entry(sentences, title=["w5"]))
    index, every = kept.index, [*sentences[1][:1500], *(f"x{at}" for at in range(500))]
    index.expect(every, " ".join(every), None, 100)
    index.expect_typed(every)
    assert index.search(every, None, 100)[0][:2] == (1, 1)
    assert index.openings(dict.fromkeys(every, 0.1), None).keys.tolist() == [1]
    assert index.together(["c"], every, None)["c"] > 100


STORM = (
    "The storm closed the bridge to Harwich on Monday.",
    "About 4,000 people were without electricity.",
    "The mayor, Ann Lee, said that the bridge will open on Friday.",
)
FERRY = (
    "A ferry with 120 passengers ran aground near Harwich.",
    "Nobody was hurt, the coast guard said.",
    "The ferry belongs to Blue Lines.",
)
QUESTIONS = [
    "How many people were without electricity?",
    "Who is the mayor?",
    "What ran aground near Harwitch?",
    "latest on the ferry",
    "Who owns the ferry?",
    "When will the bridge open?",
    "What does Courier say about the bridge?",
    "Who won the cup?",
    "latest news",
]


def test_the_answers_are_those_of_the_embedded_index(kept):
    articles = {
        1: article(*STORM, title="Storm closes the bridge", source="Harbour Courier"),
        2: article(*FERRY, title="Ferry runs aground", source="Daily News"),
        3: article("El puente está cerrado por la tormenta.", title="Tormenta", language="es"),
    }
    texts, embedded = Added(articles), new_index()
    for key, one in articles.items():
        kept.add(key, "library", entry(one))
        embedded.add(key, "library", entry(one))
    ours, theirs = (Answerer(texts, index=one) for one in (kept.index, embedded))
    found = 0
    for question in QUESTIONS:
        answer = ours.answer(question, LIBRARY)
        assert answer == theirs.answer(question, LIBRARY)
        found += answer.found
    assert found >= len(QUESTIONS) - 2
