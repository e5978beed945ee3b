"""A question is asked of the articles that it names, and of others if those have no answer."""

from datetime import date

import pytest
from any_articles import article

from retrieval.answer import Elsewhere, Turn, Where
from retrieval.answering.answerer import Answerer
from retrieval.answering.narrowing.narrowing import NEWS, Narrower
from retrieval.asking.given import Filters, Given
from retrieval.scope import Narrowed

TODAY = date(2025, 3, 7)
GIVEN = Given(today=TODAY)
TELEGRAPH = {"source": "The Daily Telegraph", "author": "Ann Lind"}
GUARDIAN = {"source": "The Guardian", "author": "Jason Burke"}
ARTICLES = {
    "fire": article("A fire closed the harbour of Harwick.", title="Fire in Harwick",
                    source="Harbour Courier", author="Mia Berg", published=date(2025, 3, 5)),
    "resigned": article("Robert Mugabe resigned as president of Zimbabwe.",
                        title="Mugabe resigns", published=date(2017, 11, 21), **TELEGRAPH),
    "died": article("Mugabe died in Singapore after an illness.", title="Mugabe dies",
                    published=date(2019, 9, 6), **GUARDIAN),
    "cup": article("Germany won the World Cup in 2014 by beating Argentina.",
                   title="World Cup history", source="Wired", published=date(2018, 6, 10)),
    "editor": article("Wired fired its editor after a row.", title="Wired fires its editor",
                      source="Harbour Courier", published=date(2018, 6, 12)),
    "strike": article("A strike stopped the trams of Sund.", title="Trams stop",
                      source="Harwick Today", published=date(2016, 5, 2)),
    "undated": article("The lighthouse of Sund was built in 1887.", title="A lighthouse"),
}  # fmt: skip
NAMES = {one.id: name for name, one in ARTICLES.items()}


@pytest.fixture(scope="module")
def answerer():
    answerer = Answerer()
    for one in ARTICLES.values():
        answerer.add(one)
    return answerer


def found(answer):
    return list(dict.fromkeys(NAMES[one.sentence.article.id] for one in answer.passages))


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("what did the telegraph write about mugabe", ["resigned"]),
        ("What did the Guardian say about Mugabe?", ["died"]),
        ("articles by ann lind", ["resigned"]),
        ("news from the courier", ["fire", "editor"]),
        ("any news this week?", ["fire"]),
        ("anything published in June 2018?", ["editor", "cup"]),
        ("what happened on 21 November 2017", ["resigned"]),
        ("what happened on 21 November", ["resigned"]),
        ("mugabe in 2019", ["died"]),
        ("mugabe in 2017", ["resigned"]),
        ("who won in 2014?", ["cup"]),
        ("did Wired fire its editor?", ["editor"]),
        ("which lighthouse was built in 1887?", ["undated"]),
        ("which lighthouse was built in 1887? It is not from 2018", ["undated"]),
        ("what did the courier publish in 2018?", ["editor"]),
        ("wired", ["editor"]),
        ("news from harwick today", ["strike"]),
        ("stories about mugabe from the telegraph", ["resigned"]),
        ("what did Harwick Today report on the strike?", ["strike"]),
    ],
)
def test_the_articles_that_a_question_names_answer_it(answerer, question, names):
    answer = answerer.answer(question, None, 3, 0.05, GIVEN)
    assert found(answer) == names
    assert answer.elsewhere is None
    assert answer.question == question


@pytest.mark.parametrize(
    ("question", "names", "elsewhere"),
    [
        ("mugabe this week", ["died", "resigned"], Elsewhere("this week", Where.BEFORE)),
        ("the harbour fire last year", ["fire"], Elsewhere("last year", Where.OTHER_DAYS)),
        ("what did Wired write about mugabe", ["died", "resigned"],
         Elsewhere("Wired", Where.OTHERS)),
        ("any news from the guardian this week", ["died"], Elsewhere("this week", Where.BEFORE)),
    ],
)  # fmt: skip
def test_other_articles_answer_if_those_have_nothing(answerer, question, names, elsewhere):
    answer = answerer.answer(question, None, 3, 0.1, GIVEN)
    assert found(answer) == names
    assert answer.elsewhere == elsewhere


def test_without_a_date_nothing_is_narrowed_to_it(answerer):
    answer = answerer.answer("mugabe this week", None, 3, 0.05)
    assert answer.elsewhere is None


@pytest.mark.parametrize(
    ("only", "names"),
    [
        (Filters(sources=("TELEGRAPH",)), ["resigned"]),
        (Filters(sources=("telegraph", "guardian")), ["died", "resigned"]),
        (Filters(authors=("burke",)), ["died"]),
        (Filters(since=date(2018, 1, 1)), ["died"]),
        (Filters(until=date(2018, 1, 1)), ["resigned"]),
        (Filters(since=date(2017, 11, 21), until=date(2017, 11, 21)), ["resigned"]),
        (Filters(sources=("wired",)), []),
        (Filters(sources=("telegraph",), authors=("burke",)), []),
    ],
)
def test_filters_are_never_widened(answerer, only, names):
    for question in ("latest on mugabe", "what did the guardian write about mugabe this week"):
        answer = answerer.answer(question, None, 3, 0.05, Given(today=TODAY, only=only))
        assert found(answer) in (names, names[:1])
    assert bool(found(answer)) == bool(names)


def test_articles_outside_of_the_scope_lend_no_names(answerer):
    groups = {ARTICLES["died"].id}
    answer = answerer.answer("what did the telegraph write about mugabe", groups, 3, 0.0, GIVEN)
    assert answer.elsewhere is None
    assert set(found(answer)) <= {"died"}


def test_words_that_are_known_outside_are_not_called_unknown(answerer):
    given = Given(today=TODAY)
    for question in ("who owns mugabe towers this week", "zebras according to the guardian"):
        answer = answerer.answer(question, None, 3, 0.99, given)
        assert {"mugabe", "guardian", "according", "week"}.isdisjoint(
            " ".join(answer.unknown).lower().split()
        )


def test_names_of_publishers_and_authors_are_not_unknown(answerer):
    answer = answerer.answer("did Lind praise the Telegraph or zebras?", None, 3, 0.99)
    assert answer.unknown == ("praise", "zebras")


def test_a_period_alone_follows_up_on_the_question_before(answerer):
    narrower = Narrower(answerer.index)
    given = Given(after=Turn("what happened to mugabe?"), today=TODAY)
    first = narrower.read("in 2017?", None, given).first
    assert first.question == "and ?"
    assert first.scope == Narrowed(
        None, date(2017, 1, 1).toordinal(), date(2017, 12, 31).toordinal()
    )
    assert narrower.read("in 2017?", None, GIVEN).first.question == NEWS
    answer = answerer.answer("in 2017?", None, 3, 0.05, given)
    assert found(answer) == ["resigned"]


@pytest.mark.parametrize(
    "question", ["news from wired", "articles by Wired", "anything from wired?"]
)
def test_a_question_for_all_articles_by_somebody_is_not_asked_of_what_was_shown(
    answerer, question
):
    before = answerer.answer("who won in 2014?", None, 3, 0.05, GIVEN)
    assert found(before) == ["cup"]
    given = Given(after=before.turn, today=TODAY)
    assert found(answerer.answer(question, None, 3, 0.05, given)) == ["cup"]


def test_an_explanation_is_of_the_articles_that_answer(answerer):
    explained = answerer.explain("what did the telegraph write about mugabe", None, 3, GIVEN)
    assert {NAMES[one.sentence.article.id] for one in explained} == {"resigned"}
