import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.reading import read_article
from retrieval.answering.answerer import Answerer
from retrieval.ranking.features import FEATURES, WITHOUT_TEXT, feature_grid


@pytest.fixture
def feature(ferry):
    """The value of a feature for each sentence that is a candidate, by its number from 1."""
    answerer = Answerer()
    answerer.add(ferry)

    def feature(name, question):
        found = answerer.candidates(question, {ferry.id})
        values = FEATURES[name](found)
        return {
            number + 1: pytest.approx(value)
            for (_, number), value in zip(found.keys, values, strict=True)
        }

    return feature


def test_the_sentence_with_the_words_has_the_best_score(feature):
    scores = feature("sentence", "Who built the vessel in the shipyard?")
    assert max(scores, key=lambda number: scores[number].expected) == 5


def test_coverage_is_the_share_of_the_weight_in_the_sentence(feature):
    assert feature("plain coverage", "shipyard vessel")[5] == 1
    held = feature("plain coverage", "shipyard ticket")
    assert held[5] == held[4] == 0.5


def test_words_around_the_sentence_are_counted_separately(feature):
    near = feature("near coverage", "passengers crossing the strait")
    assert near[1].expected > 0
    assert near[2].expected > 0


def test_words_elsewhere_in_the_article_are_counted_separately(feature):
    far = feature("far coverage", "passengers shipyard")
    assert (far[1], far[5]) == (0.5, 0.5)  # the first paragraph and the last are two sections
    assert feature("far coverage", "ticket shipyard")[5] == 0


def test_a_related_word_replaces_a_missing_one(feature):
    assert feature("related", "shipyard price")[4].expected > 0  # costs
    assert feature("related", "shipyard ticket")[4] == 0
    assert feature("related near", "shipyard price")[5].expected > 0  # costs, the sentence before


def test_stop_words_count_except_question_words(feature):
    held = feature("stop words", "What did the vessel replace for the islands?")
    assert held[5] == 1  # for
    assert held[2] == 0


def test_names_are_in_the_sentence_or_missing(feature):
    question = "Was the big ship of Everest built in Norvik?"
    assert feature("names held", question)[5] == 0.5
    assert feature("names missing", question)[5] == 0.5


def test_pairs_of_neighboring_words_count(feature):
    assert feature("pairs", "electric ferry")[1] == 1


@pytest.mark.parametrize(
    ("name", "question", "number"),
    [
        ("number: number", "How many passengers left port?", 1),
        ("money: money", "How much did the vessel cost?", 5),
        ("measure: measure", "How long does it take to cross the strait?", 2),
        ("when: time", "When did the ferry leave port?", 1),
        ("where: place", "Where is the shipyard that built the vessel?", 5),
        ("who: new name", "Who called the service a turning point?", 3),
    ],
)
def test_features_of_a_kind_of_answer_are_0_unless_the_question_asks_for_it(
    feature, name, question, number
):
    assert feature(name, question)[number].expected > 0
    assert set(feature(name, "passengers vessel strait ticket service")) >= {number}
    other = feature(name, "passengers vessel strait ticket service port")
    assert all(value == 0 for value in other.values())


WORDS = st.sampled_from("Sund ferry 412 the rain? anti-missile Who He 2019 € ... 🚢".split())


@given(st.lists(WORDS, min_size=1, max_size=30), st.lists(WORDS, min_size=1, max_size=8))
def test_every_feature_is_a_finite_number_for_every_candidate(text, question):
    article = read_article((" ".join(text) + ". It rained.").encode(), "a.txt")
    answerer = Answerer()
    answerer.add(article)
    found = answerer.candidates(" ".join(question), {article.id})
    if found is not None:
        grid = feature_grid(found)
        assert grid.shape == (len(found.keys), len(FEATURES))
        assert np.isfinite(grid).all()
        found.profiles = ()
        for name in WITHOUT_TEXT:
            assert FEATURES[name](found).tolist() == grid[:, list(FEATURES).index(name)].tolist()


def test_names_are_what_the_texts_print_with_a_capital(ferry):
    answerer = Answerer()
    answerer.add(ferry)
    question = "does the Ferry from harwick to sund replace Atlantis or mordor"
    assert answerer.candidates(question, {ferry.id}).query.names == {"harwick", "sund", "atlanti"}
    small, capital = (
        answerer.answer(one, {ferry.id}).confidence
        for one in ("did harwick lose to sund", "did Harwick lose to Sund")
    )
    assert small == capital
