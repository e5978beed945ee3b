import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from meaning import FakeMeaning

from corpus.reading import read_article
from retrieval.answering.answerer import Answerer
from retrieval.ranking.features import FEATURES, OF_MEANING, feature_grid
from retrieval.ranking.ranking import LEAST_LIKELY, alike, likely, rank, scored
from retrieval.ranking.sentence import profile
from retrieval.ranking.weight_sets import FIXED_RANKING, LEXICAL, MEANING
from retrieval.ranking.weights import LEXICAL_RANKING, MEANING_RANKING
from retrieval.words.analysis import ANALYSES


@pytest.fixture
def candidates(ferry, bridge):
    answerer = Answerer()
    answerer.add(ferry)
    answerer.add(bridge)

    def candidates(question):
        return answerer.candidates(question, {ferry.id, bridge.id})

    return candidates


def test_the_best_candidates_are_shown_unless_they_are_far_less_likely(candidates):
    ranking = rank(candidates("Which ferry goes between Harwick and Sund?"))
    shown = ranking.shown(10)
    assert 1 < len(shown) < len(ranking.order)
    worst, next_one = (ranking.scores[ranking.order[at]] for at in (len(shown) - 1, len(shown)))
    best = ranking.scores[ranking.order[0]]
    assert worst >= best + math.log(LEAST_LIKELY) > next_one
    assert ranking.shown(1) == ranking.order[:1]
    assert ranking.shown(10, everything=True) == ranking.order[:10]


def test_a_sentence_that_has_all_that_is_asked_and_no_rival_is_as_sure_as_the_answer(bridge):
    answerer = Answerer(meaning=FakeMeaning())
    answerer.add(bridge)
    ranking = rank(answerer.candidates("Who leads the inspection?", None))
    assert ranking.sureness == ranking.confidence
    lacking = rank(answerer.candidates("Who mocks the inspection?", None))
    assert lacking.sureness < lacking.confidence


def shown_of(text, question, limit=3):
    """The numbers of the sentences shown, from 0."""
    answerer = Answerer()
    answerer.add(read_article(text.encode(), "a.txt"), 1)
    found = answerer.candidates(question, None)
    return [found.keys[at][1] for at in rank(found).shown(limit)]


def test_what_a_better_sentence_of_the_article_says_is_not_shown_again():
    repeated = "The ferry sank off Sund in a storm. It rained. A ferry sank off Sund in the storm."
    assert len({0, 2} & set(shown_of(repeated, "Which ferry sank off Sund in the storm?"))) == 1


ASKED = "Who sank the ferry off Sund? A storm did. The weather stayed bad for days."


def test_a_question_is_shown_only_with_the_sentence_after_it():
    assert shown_of(ASKED, "ferry Sund")[:2] == [0, 1]
    assert shown_of(ASKED, "ferry Sund", limit=1) == [1]
    assert 1 not in shown_of("A storm came. Why did the ferry sink?", "ferry storm sink")


def test_a_question_that_is_cut_off_from_its_reply_gives_way_to_it():
    answerer = Answerer()
    answerer.add(read_article(ASKED.encode(), "a.txt"), 1)
    found = answerer.candidates("ferry Sund", None)
    ranking = rank(found)
    question, reply = ranking.shown(3)[:2]
    assert ranking.with_replies([question]) == [reply]
    assert ranking.with_replies([question, reply]) == [question, reply]


def test_every_feature_has_a_weight():
    assert (MEANING_RANKING | FIXED_RANKING).keys() == set(FEATURES)
    assert (LEXICAL_RANKING | FIXED_RANKING).keys() == set(FEATURES) - OF_MEANING


def test_candidates_are_ordered_by_their_scores(ferry):
    answerer = Answerer()
    answerer.add(ferry)
    found = answerer.candidates("How much is a ticket for children?", {ferry.id})
    ranking = rank(found)
    scores = [ranking.scores[at] for at in ranking.order]
    assert scores == sorted(scores, reverse=True)
    assert 0 <= ranking.confidence <= 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Two ships left the port of Sund.", "Two ships have left the port of Sund.", True),
        ("Two ships left the port of Sund.", "Two ships left the port of Sund on Monday.", False),
        ("The storm killed 12 people in Sund.", "The storm killed 13 people in Sund.", False),
        ("The mayor has resigned in Sund, a port.", "The mayor has not resigned in Sund, a port.",
         False),
        ("He left.", "He left.", False),
        ("The council approved the new tram on Tuesday after three hours of debate.",
         "Council approved new tram Tuesday, after three hours of debate.", True),
        ("The council approved the new tram on Tuesday after three hours of debate.",
         "The council rejected the new tram on Tuesday after three hours of debate.", False),
        ("The museum will lend the painting to Vienna for a show in May.",
         "The museum will lend the painting to Berlin for a show in May.", False),
    ],
)  # fmt: skip
def test_copies_have_nearly_the_same_words_and_the_same_numbers_and_denials(one, other, same):
    profiles = (profile(text, ANALYSES["en"]) for text in (one, other))
    assert alike(*profiles) is same


def test_likely_candidates_are_the_best_by_postings(candidates):
    found = candidates("What did the ferry from Harwick to Sund replace?")
    few = likely(found, 3)
    assert found.keys[rank(found).order[0]] == few.keys[rank(few).order[0]]
    assert few.keys == [key for key in found.keys if key in few.keys]
    assert len(few.keys) == len(few.profiles) == len(few.context.own) == 3
    assert likely(found, len(found.keys)) is found


WORDS = st.sampled_from("ferry port harbour rain Sund 412 2019 left the when storm".split())
TEXTS = st.lists(st.lists(WORDS, min_size=3, max_size=15).map(" ".join), min_size=2, max_size=5)


def likelihoods(scores):
    return np.exp(scores - np.logaddexp.reduce(scores))


@given(TEXTS, st.sets(st.integers(0, 4)), st.lists(WORDS, min_size=1, max_size=5))
def test_sentences_with_and_without_vectors_are_compared_by_the_lexical_weights(
    texts, without_vectors, question
):
    answerer = Answerer(meaning=FakeMeaning())
    for key, text in enumerate(texts):
        answerer.add(read_article(f"{text}. It was raining on the ships.".encode(), "a.txt"), key)
        if key in without_vectors:
            answerer.vectors.remove(key)
    found = answerer.candidates(" ".join(question), None)
    if found is None:
        return
    grid, known = feature_grid(found), found.similarity.known
    scores = scored(found, grid)
    lexical = grid @ LEXICAL.ranking
    among_known, among_others = grid[known] @ MEANING.ranking, lexical[~known]
    assert np.allclose(np.diff(scores[known]), np.diff(among_known))
    assert np.allclose(np.diff(scores[~known]), np.diff(among_others))
    assert likelihoods(scores)[known].sum() == pytest.approx(likelihoods(lexical)[known].sum())
