import pytest

from corpus.reading import read_article
from retrieval.answering.answerer import Answerer
from retrieval.answering.respelling import respelled
from retrieval.ranking.question import parse_question
from retrieval.words.analysis import ANALYSES

NEWS = """\
Rocket test
Pyongyang fired a ballistic missile over the Sea of Japan on Friday.
The officials of Tokyo protested, and said that the missile fell into the water.

A dog in Oslo missed its bus. Dogs miss a bus now and then.
Its owner misses nothing, and the bus company of Oslo will not miss the dog.
The tramway of Oslo carried 4,000 people. One tram was late.
The internet was slow. An intern helped.
"""


@pytest.fixture
def correct():
    """The terms of a question, respelled by what an article has."""
    answerer = Answerer()
    answerer.add(read_article(NEWS.encode(), "news.txt"))

    def terms(question):
        query = parse_question(question, ANALYSES["en"])
        return list(respelled(query, answerer.index, None).terms)

    return terms


@pytest.mark.parametrize("question", ["missle", "Pyongyang missle", "the missle over the sea"])
def test_a_longer_term_wins_over_a_shorter_and_more_frequent_one(correct, question):
    assert "missil" in correct(question)
    assert "miss" not in correct(question)


def test_of_terms_equally_close_the_one_with_the_other_words_wins(correct):
    assert correct("dog misss")[-1] == "miss"
    assert correct("ballistic misse")[-1] == "miss"  # closer
    assert correct("ballistic missiel")[-1] == "missil"


@pytest.mark.parametrize(
    ("misspelled", "term"),
    [("officiasl", "offici"), ("internte", "internet"), ("Pyonyang", "pyongyang")],
)
def test_the_whole_word_is_compared_too(correct, misspelled, term):
    assert correct(misspelled) == [term]


@pytest.mark.parametrize("word", ["missing", "interim", "bass", "Osla", "11001"])
def test_a_word_that_is_right_or_known_or_too_short_stays(correct, word):
    assert correct(word) == ANALYSES["en"].terms(word)


def test_nothing_is_respelled_without_sources():
    query = parse_question("the missle of Pyonyang", ANALYSES["en"])
    assert respelled(query, Answerer().index, None) == query
    assert respelled(query, Answerer().index, frozenset()) == query
