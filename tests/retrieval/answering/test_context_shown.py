import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.reading import read_article
from retrieval.answer import Turn
from retrieval.answering.added import Added
from retrieval.answering.answerer import Answerer
from retrieval.answering.context_shown import around, context_of
from retrieval.answering.following import followed_by
from retrieval.ranking.question import parse_question
from retrieval.words.analysis import ANALYSES

LINES = [f"The ferry made trip number {number}." for number in range(12)]


@pytest.fixture(scope="module")
def trips():
    answerer = Answerer()
    article = read_article("\n".join(["Trips\n", *LINES]).encode(), "trips.txt")
    answerer.add(article, 1, "all")
    return answerer.index, Added({1: article})


def context(trips, *shown, limit=3, scope=None):
    index, texts = trips
    followed = followed_by("context", Turn("who?", shown), ANALYSES["en"])
    places = around(shown, scope, limit, index)
    return context_of("context", parse_question("trip", ANALYSES["en"]), followed, places, texts)


def numbers(answer):
    return [passage.place[1] for passage in answer.passages]


def test_the_context_is_what_stands_around_in_the_articles_order(trips):
    answer = context(trips, (1, 5))
    assert numbers(answer) == [4, 6, 7]
    assert answer.found
    assert answer.confidence == 1
    assert answer.query == ("trip",)
    assert len(answer.passages[0].matches) == 1
    assert answer.before == Turn("who?", ((1, 5),))
    assert numbers(context(trips, (1, 0), limit=2)) == [1, 2]
    assert numbers(context(trips, (1, 11), limit=2)) == [9, 10]


def test_nothing_shown_or_gone_or_outside_the_scope_has_no_context(trips):
    assert context(trips) is None
    assert context(trips, (2, 5)) is None
    assert context(trips, (1, 5), scope=frozenset({"others"})) is None
    assert context(trips, *((1, number) for number in range(12))) is None


@given(st.lists(st.integers(0, 11), min_size=1, max_size=12), st.integers(1, 5))
def test_the_context_never_shows_what_was_shown(trips, shown, limit):
    answer = context(trips, *((1, number) for number in shown), limit=limit)
    found = [] if answer is None else numbers(answer)
    assert len(found) == min(limit, 12 - len(set(shown)))
    assert found == sorted(set(found).difference(shown))
