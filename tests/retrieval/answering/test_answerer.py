from contextlib import closing
from dataclasses import replace
from functools import cache

import pytest
from articles import BRIDGE, FERRY
from hypothesis import given
from hypothesis import strategies as st
from turns import after

from corpus.reading import read_article
from corpus.store.store import Store
from retrieval.answer import Band
from retrieval.answering.answerer import Answerer
from retrieval.asking.given import Given
from retrieval.index.entry import entry
from retrieval.ranking.confidence import BY_WORDS


@pytest.fixture
def answerer(ferry, bridge):
    both = Answerer()
    both.add(ferry)
    both.add(bridge)
    return both


@cache
def two_articles():
    both = Answerer()
    both.add(read_article(FERRY.encode(), "ferry.txt"))
    both.add(read_article(BRIDGE.encode(), "bridge.txt"))
    return both


@pytest.fixture
def scope(ferry, bridge):
    return {ferry.id, bridge.id}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many passengers did the ferry take?", "412 passengers"),
        ("how much is a ticket", "6.50 euros"),
        ("WHO BUILT THE VESSEL?", "The shipyard in Norvik"),
        ("Is Ida Holm the mayor?", "Mayor Ida Holm"),
        ("repairs weeks", "three weeks"),
        ("Who leads the inspection of the bridge?", "Dr. Lena Fors"),
        ("How long will repairs of the Kestrel Bridge take?", "three weeks"),
    ],
)
def test_the_sentence_with_the_answer_comes_first(answerer, scope, question, words):
    answer = answerer.answer(question, scope)
    assert words in answer.passages[0].sentence.text
    assert BY_WORDS <= answer.confidence <= 1


@pytest.mark.parametrize(
    "question",
    ["Who won the World Series?", "How can I donate?", "What is Elon Musk's PAC?",
     "Who is the mayor of Paris in France?"],
)  # fmt: skip
def test_a_question_that_the_sources_do_not_answer_finds_nothing(answerer, scope, question):
    answer = answerer.answer(question, scope)
    assert answer.query
    assert (answer.found, answer.passages) == (False, ())
    assert answer.confidence < BY_WORDS


def test_a_threshold_of_0_returns_the_closest_sentences(answerer, scope):
    question = "Who is the mayor of Paris in France?"
    nearest = answerer.answer(question, scope, confidence_threshold=0.0)
    assert "Mayor Ida Holm" in nearest.passages[0].sentence.text
    assert nearest.confidence < BY_WORDS


def test_a_misspelled_name_is_corrected_to_one_in_the_sources(answerer, scope):
    answer = answerer.answer("Where is the Kestrell Bridge closed?", scope)
    assert "The Kestrel Bridge was closed" in answer.passages[0].sentence.text
    assert "kestrel" in answer.query


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("Who won the World Series?", ("World Series",)),
        ("who won the world series?", ("won", "world series")),
        ("Who built the Titanic and the Kestrel Bridge of Oslo?", ("Titanic", "Oslo")),
        ("What links the Tromso shipyard?", ("Tromso",)),  # "links" is in a title
    ],
)
def test_words_that_no_source_contains_are_reported(answerer, scope, question, unknown):
    assert answerer.answer(question, scope, confidence_threshold=1.0).unknown == unknown


def test_words_found_only_in_other_scopes_are_reported_too(answerer, ferry):
    question = "Who leads the inspection of the Kestrel?"
    assert "Kestrel" in answerer.answer(question, {ferry.id}, confidence_threshold=1.0).unknown


@pytest.mark.parametrize(
    ("before", "question", "words"),
    [
        ("Who built the vessel?", "and how much did it cost?", "48 million euros"),
        ("What does a single ticket for the ferry cost?", "and for children?", "children"),
        ("When was the Kestrel Bridge closed?", "Why?", "gusts of 130 km/h"),
        ("When was the Kestrel Bridge closed?", "who leads the inspection?", "Dr. Lena Fors"),
    ],
)
def test_a_follow_up_also_searches_for_the_words_of_the_previous_question(
    answerer, scope, before, question, words
):
    answer = answerer.answer(question, scope, given=after(before))
    assert words in answer.passages[0].sentence.text


def test_a_short_question_about_another_subject_is_answered_by_itself(answerer, scope):
    answer = answerer.answer(
        "which shipyard?", scope, given=after("When was the Kestrel Bridge closed?")
    )
    assert "shipyard" in answer.passages[0].sentence.text
    assert answer.before is None


def test_a_question_that_is_not_a_follow_up_ignores_the_previous_one(answerer, scope):
    question = "Who built the vessel?"
    alone, later = (
        answerer.answer(question, scope, given=after(before))
        for before in (None, "When was the Kestrel Bridge closed?")
    )
    assert alone == later
    assert later.before is None


WORDS = st.sampled_from(
    "and more what else who why when how much context it they the other one first ferry bridge "
    "ticket passengers vessel Harwick closed repairs Kestrel mayor ?".split()
)
QUESTIONS = st.lists(st.lists(WORDS, min_size=1, max_size=6).map(" ".join), min_size=2, max_size=6)


def is_asked_again(question, turn):
    before, now = turn.question.splitlines()[0], question
    return before.casefold().rstrip("?! ") == now.casefold().rstrip("?! ")


@given(QUESTIONS)
def test_below_the_first_sentence_a_follow_up_shows_nothing_again(questions):
    answerer = two_articles()
    turn = None
    for question in questions:
        answer = answerer.answer(question, None, given=Given(after=turn))
        shown = [passage.place for passage in answer.passages]
        if answer.before is not None and not is_asked_again(question, turn):
            assert set(shown[1:]).isdisjoint(turn.shown)
        turn = answer.turn


@given(QUESTIONS, st.sampled_from(["more", "what else?", "why?", "and the other one?", "context"]))
def test_a_follow_up_without_words_of_its_own_shows_nothing_again(questions, question):
    answerer = two_articles()
    turn = None
    for one in questions:
        turn = answerer.answer(one, None, given=Given(after=turn)).turn
    if not is_asked_again(question, turn):
        answer = answerer.answer(question, None, 5, given=Given(after=turn))
        assert {passage.place for passage in answer.passages}.isdisjoint(turn.shown)


@given(st.lists(WORDS, min_size=1, max_size=6).map(" ".join))
def test_without_a_turn_before_nothing_is_a_follow_up(question):
    answer = two_articles().answer(question, None)
    assert answer.before is None
    assert answer == two_articles().answer(question, None, given=Given(after=None))


def test_a_follow_up_is_not_answered_with_a_copy_of_what_was_shown(ferry):
    answerer = two_articles()
    answerer.add(replace(ferry, title="Island ferry", source="Island Post"))
    first = answerer.answer("Who built the vessel?", None)
    second = answerer.answer("tell me more", None, 5, given=Given(after=first.turn))
    texts = [passage.sentence.text for passage in second.passages]
    assert texts
    assert first.passages[0].sentence.text not in texts


def test_an_explanation_of_a_follow_up_adds_up_to_its_scores(answerer, scope):
    before = answerer.answer("How many passengers did the ferry take?", scope).turn
    following = Given(after=before)
    (best, *_) = answerer.explain("and how fast does it cross?", scope, given=following)
    assert "It crosses the strait" in best.sentence.text
    assert best.score == pytest.approx(sum(part.added for part in best.parts))
    assert "after the question before" in [part.feature for part in best.parts]
    alone = answerer.explain("Who built the vessel?", scope)
    assert answerer.explain("Who built the vessel?", scope, given=following) == alone


COPY = """\
Norvik shipyard delivers
The shipyard in Norvik built the new vessel for 48 million euros.
The mayor of Norvik, Jens Moe, was proud.
"""


def test_a_sentence_that_two_articles_share_is_shown_once(answerer, scope, ferry):
    question = "Who built the vessel for 48 million euros?"
    alone = answerer.answer(question, scope)
    copy = read_article(COPY.encode(), "copy.txt")
    answerer.add(copy)
    both = answerer.answer(question, {*scope, copy.id})
    shown = both.passages[0]
    assert {shown.sentence.article.id, shown.also[0].article.id} == {ferry.id, copy.id}
    assert [one.text for one in shown.also] != [shown.sentence.text]
    assert len(both.passages) == len(alone.passages)


@pytest.mark.parametrize("count", [2, 30])
def test_many_copies_of_an_article_displace_no_sentence_and_are_one_answer(count):
    text = (
        "The board of Sund voted for a second pier. The second pier blocks the old market. "
        "Work begins in spring and costs 4.2 million euros."
    )
    one = read_article(text.encode(), "pier.txt")
    copies = [replace(one, apart=f"paper {number}") for number in range(count)]
    answerer = Answerer()
    for copy in copies:
        answerer.add(copy)
    scope = {copy.id for copy in copies}
    answer = answerer.answer("How much does the second pier cost?", scope, confidence_threshold=0)
    assert len({passage.sentence.text for passage in answer.passages}) == 3
    assert [len(passage.also) for passage in answer.passages] == [count - 1] * 3


def test_sentences_with_different_numbers_are_not_copies(answerer, scope):
    other = read_article(COPY.replace("48", "84").encode(), "other.txt")
    answerer.add(other)
    answer = answerer.answer("Who built the vessel for million euros?", {*scope, other.id})
    assert [len(passage.also) for passage in answer.quoted] == [0, 0]


def test_the_parts_of_an_explanation_add_up_to_the_score(answerer, scope):
    question = "Who built the Harwick vessels of Everest?"
    first, second = answerer.explain(question, scope, limit=2)
    assert first.score > second.score
    for one in (first, second):
        assert sum(part.added for part in one.parts) == pytest.approx(one.score)
        assert [abs(part.added) for part in one.parts] == sorted(
            (abs(part.added) for part in one.parts), reverse=True
        )
    assert "The shipyard in Norvik" in first.sentence.text
    assert set(first.held) == {"build", "vessel"}
    assert (first.near + first.far, first.missing) == (("harwick",), ("everest",))
    assert answerer.explain("who is it?", scope) == []


@pytest.mark.parametrize("question", ["", "who is it?", "🤔"])
def test_a_question_without_a_query_finds_nothing(answerer, scope, question):
    answer = answerer.answer(question, scope)
    assert (answer.query, answer.passages) == ((), ())


def test_the_title_helps_to_find_an_answer_but_is_never_quoted(answerer, scope):
    answer = answerer.answer("How fast does the new electric ferry cross the strait?", scope)
    assert answer.passages[0].sentence.text.startswith("It crosses")
    new = answerer.answer("new ferry links", scope)
    assert all("links" not in passage.sentence.text for passage in new.passages)


def test_nothing_outside_the_scope_is_found(answerer, ferry, bridge):
    assert answerer.answer("repairs weeks", {bridge.id}).found
    assert not answerer.answer("repairs weeks", {ferry.id}).found
    assert not answerer.answer("repairs weeks", set()).found


def test_the_scope_alone_decides_the_scores(answerer, bridge):
    alone = Answerer()
    alone.add(bridge)
    question = "How often does the ferry run between Harwick and Sund?"
    scored = [
        [
            (passage.sentence, passage.score)
            for passage in one.answer(question, {bridge.id}).passages
        ]
        for one in (answerer, alone)
    ]
    assert scored[0] == scored[1] != []


def test_a_removed_article_is_not_quoted(answerer, scope, ferry):
    answerer.index.remove(1)
    assert not answerer.answer("Who built the vessel?", scope).found
    answerer.add(ferry)
    assert answerer.answer("Who built the vessel?", scope).found


def test_adding_an_article_twice_is_an_error(answerer, ferry):
    with pytest.raises(ValueError, match="is already in the index"):
        answerer.add(ferry, 1)


def test_there_are_no_more_passages_than_the_limit(answerer, scope):
    question = "Which ferry goes between Harwick and Sund?"
    assert len(answerer.answer(question, scope).passages) > 1
    assert len(answerer.answer(question, scope, limit=1).passages) == 1


def test_passages_come_best_first(answerer, scope):
    scores = [passage.score for passage in answerer.answer("ferry Harwick Sund", scope).passages]
    assert scores == sorted(scores, reverse=True)


def test_matches_are_the_words_shared_with_the_question(answerer, scope):
    first = answerer.answer("Who built the vessels?", scope).passages[0]
    text = first.sentence.article.text
    assert [text[match.start : match.end] for match in first.matches] == ["built", "vessel"]


def test_part_of_a_compound_finds_it():
    article = read_article(b"The army has bought an anti-missile system. It rained.", "a.txt")
    answerer = Answerer()
    answerer.add(article)
    for question in ("missile", "antimissile", "anti-missile", "the anti missile system"):
        assert answerer.answer(question, {article.id}).passages[0].sentence.number == 1


@given(st.lists(st.sampled_from("the army bought missile anti-missile rain 11,000 no".split())))
def test_every_quote_is_a_slice_of_the_article_with_its_matches_inside(words):
    text = "The army bought 11,000 anti-missile rockets. Rain fell. No missile was fired."
    article = read_article(text.encode(), "a.txt")
    answerer = Answerer()
    answerer.add(article)
    for passage in answerer.answer(" ".join(words), {article.id}).passages:
        sentence = passage.sentence
        assert sentence.text == text[sentence.start : sentence.end]
        assert all(
            sentence.start <= one.start < one.end <= sentence.end for one in passage.matches
        )


def test_an_article_removed_during_a_search_is_skipped(ferry, bridge):
    """Another process can remove an article before its text is read."""
    with closing(Store(":memory:")) as store:
        answerer = Answerer(store)
        for article in (ferry, bridge):
            store.add(article)
        for position, article in store.at(store.positions()).items():
            answerer.index.add(position, "all", entry(article))
        question = "When does the ferry between Harwick and Sund run?"
        titles = {
            passage.sentence.article.title
            for passage in answerer.answer(
                question, {"all"}, 50, confidence_threshold=0.0
            ).passages
        }
        assert titles == {ferry.title, bridge.title}
        store.remove(bridge.id)
        left = answerer.answer(question, {"all"}, 50, confidence_threshold=0.0).passages
        assert {passage.sentence.article.title for passage in left} == {ferry.title}
        store.remove(ferry.id)
        assert answerer.answer(question, {"all"}, confidence_threshold=0.0).passages == ()
        assert answerer.explain(question, {"all"}) == []


HEADED = read_article(
    b"""# Council news

The council met on Monday in the town hall and talked for two hours.

## Bicycle parking at the station

It was renovated in 2020 for two million pounds. There is room for 900 of them now.

## Swimming pool

### Prices

Adults pay four pounds and children one. All of them can stay for two hours.

## Correction
""",
    "news.md",
)


def headed():
    answerer = Answerer()
    answerer.add(HEADED)
    return answerer


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("bicycle parking", "It was renovated in 2020 for two million pounds."),
        ("Where is the bicycle parking?", "It was renovated in 2020 for two million pounds."),
        ("Tell me about bicycle parking with room for 900", "There is room for 900 of them now."),
        ("What does the swimming pool cost adults?", "Adults pay four pounds and children one."),
        ("What are the prices of the swimming pool?", "Adults pay four pounds and children one."),
    ],
)
def test_a_heading_helps_to_find_what_stands_below_it(question, quote):
    answer = headed().answer(question, None)
    assert [passage.sentence.text for passage in answer.passages][:1] == [quote]
    assert answer.confidence >= BY_WORDS


@pytest.mark.parametrize(
    "question", ["Who designed the swimming pool?", "When was the swimming pool closed?"]
)
def test_a_heading_alone_makes_no_sure_answer_of_the_sentence_below_it(question):
    answer = headed().answer(question, None)
    assert answer.band is not Band.SURE
    assert answer.confidence > 0


def test_a_heading_below_which_nothing_stands_is_no_answer():
    answer = headed().answer("correction", None, confidence_threshold=0.0)
    assert (answer.passages, answer.confidence, answer.unknown) == ((), 0.0, ())


@given(
    st.lists(
        st.sampled_from("correction swimming pool prices bicycle parking council 900".split())
    )
)
def test_a_heading_is_never_quoted(words):
    answerer = headed()
    question = " ".join(words)
    answer = answerer.answer(question, None, limit=50, confidence_threshold=0.0)
    explained = [one.sentence for one in answerer.explain(question, None, limit=50)]
    passages = [one for passage in answer.passages for one in (passage.sentence, *passage.also)]
    assert not any(sentence.is_heading for sentence in [*explained, *passages])


def test_many_matching_headings_do_not_crowd_out_sentences():
    text = "".join(f"## Heron\n\nIt rained on day {day}.\n\n" for day in range(200))
    answerer = headed()
    answerer.add(read_article(f"{text}A heron nested on the old pier.".encode(), "days.md"))
    answer = answerer.answer("Where has a heron nested?", None)
    assert answer.passages[0].sentence.text == "A heron nested on the old pier."


FIGURES = """---
title: Sund in figures
date: 2026-03-04
---
Turnout was 48 per cent, the lowest since the seventies.

Inflation slowed to 2.5% in February.

The council has 15 members and a clerk.

Nine of them voted for the new quay.

The bridge cost $5m, and a ferry £3.5m.

Rain fell on the quay all week.
"""


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("2.5 per cent", "Inflation slowed to 2.5% in February."),
        ("What was 2.5 percent?", "Inflation slowed to 2.5% in February."),
        ("What cost five million dollars?", "The bridge cost $5m, and a ferry £3.5m."),
        ("What cost £3.5 million?", "The bridge cost $5m, and a ferry £3.5m."),
    ],
)
def test_a_number_is_found_however_it_is_spelled(question, quote):
    answerer = Answerer()
    answerer.add(read_article(FIGURES.encode(), "figures.md"))
    assert answerer.answer(question, None).passages[0].sentence.text == quote


@pytest.mark.parametrize(
    "question", ["What was 12 per cent?", "What cost $6 million?", "31 members"]
)
def test_another_number_is_no_answer(question):
    answerer = Answerer()
    answerer.add(read_article(FIGURES.encode(), "figures.md"))
    assert not answerer.answer(question, None).found


def test_the_number_of_something_else_is_no_sure_answer():
    answerer = Answerer()
    answerer.add(read_article(FIGURES.encode(), "figures.md"))
    assert answerer.answer("9 per cent", None).band is not Band.SURE


def test_an_answer_says_how_sure_it_is(answerer, scope):
    questions = ("Who built the vessel?", "Who sank the vessel?", "Who won the lottery?")
    bands = [answerer.answer(question, scope).band for question in questions]
    assert bands == [Band.SURE, Band.CLOSEST, Band.SILENT]
    nothing = answerer.answer("zzz", scope, confidence_threshold=0)
    assert (nothing.passages, nothing.band) == ((), Band.SILENT)


def test_the_year_of_the_article_counts_as_written():
    dated, undated = Answerer(), Answerer()
    dated.add(read_article(FIGURES.encode(), "figures.md"))
    undated.add(read_article(FIGURES.replace("2026", "2019").encode(), "figures.md"))
    question = "What was the turnout in 2026?"
    assert dated.answer(question, None).found
    assert dated.answer(question, None).confidence > undated.answer(question, None).confidence


def test_a_word_of_a_text_without_spaces_is_found_and_marked():
    answerer = Answerer()
    text = "---\ntitle: 市议会\n---\n投票决定关闭旧渡轮码头。\n\n屋顶漏水已经多年。"
    answerer.add(read_article(text.encode(), "zh.md"))
    (passage, *_) = answerer.answer("渡轮码头", None).passages
    assert passage.sentence.text == "投票决定关闭旧渡轮码头。"
    article = passage.sentence.article
    assert [article.text[start:end] for start, end in passage.matches] == ["渡轮码头"]
    assert answerer.answer("渡轮售价", None).unknown == ()  # a part of a run is no word
