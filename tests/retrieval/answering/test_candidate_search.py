from contextlib import closing

import numpy as np
import pytest
from meaning import FakeMeaning, matrix, vector
from turns import after

from corpus.article import Article
from corpus.reading import read_article
from corpus.store.store import Store
from retrieval.answer import Turn
from retrieval.answering import candidate_search
from retrieval.answering.answerer import Answerer
from retrieval.index.entry import entry
from retrieval.meaning.vectors import Vectors, block_of

QUESTION = "What does the ferry between Harwick and Sund cost?"


class Reader(FakeMeaning):
    """A model that takes every question for the same sentence."""

    def __init__(self, sentence):
        super().__init__()
        self.sentence = sentence

    def question(self, text):
        super().question(text)
        return vector(self.sentence)


def answerer_of(meaning, *articles):
    answerer = Answerer(meaning=meaning)
    for key, article in enumerate(articles, 1):
        answerer.add(article, key)
    return answerer


def found_by(answerer, question=QUESTION):
    candidates = answerer.candidates(question, None)
    return [] if candidates is None else candidates.keys


@pytest.fixture
def far():
    """An article whose last sentence shares no word with the question, nor does the one before."""
    lines = ["The ferry left Harwick.", *["Nobody knew why."] * 9, "Travel is six euros each way."]
    return read_article(" ".join(["Harwick news\n\n", *lines]).encode(), "far.txt")


def test_the_closest_sentences_of_the_best_articles_are_candidates(far):
    assert (1, 10) not in found_by(answerer_of(None, far))
    assert (1, 10) in found_by(answerer_of(Reader("Travel is six euros each way."), far))


def test_in_a_small_scope_meaning_finds_what_shares_no_word_with_the_question(far, bridge):
    answerer = answerer_of(Reader("Travel is six euros each way."), far, bridge)
    assert found_by(answerer_of(None, far, bridge), "Fare?") == []
    assert (1, 10) in found_by(answerer, "Fare?")
    assert {key for key, _ in answerer.candidates("Fare?", {bridge.id}).keys} == {2}
    assert answerer.candidates("Who?", None) is None


def test_in_a_large_scope_articles_without_any_word_of_the_question_have_no_candidates(
    far, bridge, monkeypatch
):
    monkeypatch.setattr(candidate_search, "FEW", len(far.spans))
    found = found_by(answerer_of(FakeMeaning(), far, bridge), "Who left by boat?")
    assert {key for key, _ in found} == {1}


def test_each_candidate_is_found_once(ferry, bridge):
    found = found_by(answerer_of(FakeMeaning(), ferry, bridge))
    assert len(found) == len(set(found))


def test_without_vectors_the_model_is_not_asked(ferry):
    meaning = FakeMeaning(fails=True)
    answerer = answerer_of(meaning, ferry)
    answerer.answer(QUESTION, None)
    assert meaning.asked == []
    german = Article("Die Fähre von Harwick nach Sund ist da.", "Fähre", ((0, 39),), language="de")
    answerer.vectors.add(block_of({1: matrix([])}))
    answerer.add(german, 2)
    answerer.answer(QUESTION, None)
    assert meaning.asked == []


def test_a_question_without_terms_is_not_encoded(ferry):
    meaning = FakeMeaning()
    answerer = answerer_of(meaning, ferry)
    for question in ("🙂🙂", "", "who is it", "the of and"):
        assert not answerer.answer(question, None).found
    assert meaning.asked == []


def test_a_follow_up_is_encoded_beside_or_with_the_question_before(ferry, bridge):
    meaning = FakeMeaning()
    answerer = answerer_of(meaning, ferry, bridge)
    answerer.answer("and what about its cables?", None, given=after("When was the bridge closed?"))
    answerer.answer("Why?", None, given=after("When was the bridge closed?"))
    own, before, both = meaning.asked
    assert (own, before) == ("and what about its cables?", "When was the bridge closed?")
    assert both == "Why? When was the bridge closed?"


def test_in_a_follow_up_the_meaning_of_the_question_before_counts_half(ferry, bridge, monkeypatch):
    meaning, vectors = FakeMeaning(), []
    closest = Vectors.closest
    monkeypatch.setattr(
        Vectors, "closest", lambda *given: vectors.append(given[1]) or closest(*given)
    )
    question, before = "and what about its cables?", "When was the bridge closed?"
    answerer_of(meaning, ferry, bridge).answer(question, None, given=after(before))
    (found,) = vectors
    expected = meaning.question(question) + 0.5 * meaning.question(before)
    assert found == pytest.approx(expected / np.linalg.norm(expected), abs=1e-6)
    assert found.dtype == np.float32


@pytest.mark.parametrize(
    ("before", "question", "words"),
    [
        ("How many passengers took the ferry?", "Who built it?", "The shipyard in Norvik"),
        ("When was the Kestrel Bridge closed?", "What did engineers say about it?", "three weeks"),
        ("What damaged the Kestrel Bridge?", "Who leads the inspection of it?", "Dr. Lena Fors"),
        ("Who said the pillars are sound?", "And how often does it run?", "every half hour"),
    ],
)
def test_a_follow_up_is_not_answered_with_the_answer_to_the_question_before(
    ferry, bridge, before, question, words
):
    answer = answerer_of(None, ferry, bridge).answer(question, None, 1, 0.0, after(before))
    assert words in answer.passages[0].sentence.text
    assert answer.before == Turn(before)


def test_a_long_question_is_encoded_without_its_end(ferry):
    meaning = FakeMeaning()
    answerer_of(meaning, ferry).answer("ferry " * 1000, None, given=after("Harwick " * 1000))
    assert {len(text) for text in meaning.asked} == {1000}


@pytest.mark.parametrize("question", [QUESTION, "Who built the vessel?", "Where is it closed?"])
def test_a_model_that_fails_leaves_the_lexical_answer(ferry, bridge, question):
    meaning = FakeMeaning()
    answerer = answerer_of(meaning, ferry, bridge)
    assert answerer.answer(question, None).by_meaning
    meaning.fails = True
    without = answerer_of(None, ferry, bridge).answer(question, None)
    assert answerer.answer(question, None) == without
    assert not without.by_meaning


def test_only_some_articles_can_have_vectors(ferry, bridge):
    answerer = answerer_of(FakeMeaning(), ferry, bridge)
    for key in (1, 2):
        answerer.vectors.remove(key)
        answer = answerer.answer(QUESTION, None, 20, confidence_threshold=0.0)
        titles = {passage.sentence.article.title for passage in answer.passages}
        assert titles == {ferry.title, bridge.title}
        assert np.isfinite([passage.score for passage in answer.passages]).all()
        assert 0 <= answer.confidence <= 1
        answerer.vectors.add(block_of({key: matrix(["The ferry"])}))  # of fewer sentences


@pytest.mark.parametrize("headed", [False, True])
def test_vectors_of_a_longer_version_of_an_article_find_nothing_beyond_its_end(
    ferry, bridge, headed
):
    meaning = Reader("lost lost lost")
    text = (
        b"News\n\n## Heading of it\n\nThe ferry of Harwick is late." if headed else b"The ferry."
    )
    answerer = answerer_of(meaning, ferry, read_article(text, "short.md"), bridge)
    sizes = {1: len(ferry.spans), 2: 1 + headed, 3: len(bridge.spans)}
    answerer.vectors.add(block_of({key: matrix(["lost lost"] * 99) for key in sizes}))
    found = found_by(answerer)
    assert all(number < sizes[key] for key, number in found)
    assert answerer.answer(QUESTION, None, 20, confidence_threshold=0.0).found


def test_an_article_that_vanishes_while_its_vectors_are_read_is_skipped(ferry, bridge):
    with closing(Store(":memory:")) as store:
        answerer = Answerer(store, FakeMeaning())
        for article in (ferry, bridge):
            store.add(article)
        for position, article in store.at(store.positions()).items():
            answerer.index.add(position, "all", entry(article))
            texts = [sentence.text for sentence in article.sentences]
            answerer.vectors.add(block_of({position: matrix(texts)}))
        store.remove(ferry.id)
        answer = answerer.answer(QUESTION, None, 50, confidence_threshold=0.0)
        assert {one.sentence.article.title for one in answer.passages} == {bridge.title}
        assert answer.by_meaning
        store.remove(bridge.id)
        assert not answerer.answer(QUESTION, None, confidence_threshold=0.0).found
