import pytest

from retrieval.answer import Answer, Passage, Turn
from retrieval.answering.added import Added
from retrieval.answering.answerer import Answerer
from retrieval.answering.following import (
    EARLIER,
    NEXT,
    SAME_ARTICLE,
    SHOWN,
    Followed,
    beside,
    chosen,
    followed_by,
    names_shown,
    not_repeated,
    prior,
)
from retrieval.asking.follow_ups import Leaning
from retrieval.ranking.question import parse_question
from retrieval.words.analysis import ANALYSES

ENGLISH = ANALYSES["en"]
FERRY, BRIDGE = 1, 2


@pytest.fixture
def answerer(ferry, bridge):
    both = Answerer()
    both.add(ferry, FERRY)
    both.add(bridge, BRIDGE)
    return both


def followed(question, turn):
    return followed_by(question, turn, ENGLISH)


def test_a_question_follows_up_only_on_a_turn_and_only_if_it_leans_on_it():
    turn = Turn("who built it?", ((FERRY, 4),))
    assert followed("and when?", None) is None
    assert followed("more", Turn("")) is None
    assert followed("When was the Kestrel Bridge closed by the mayor?", turn) is None
    assert followed("and when?", turn) == Followed(turn, Leaning.SURE)


def test_the_same_question_again_is_the_same_follow_up_and_may_show_its_answer_again():
    first, second = Turn("who built it?"), Turn("and when?\nwho built it?", ((FERRY, 4),))
    assert followed("Who built it", first) is None
    again = followed("And when", second)
    assert again.again
    assert again.questions(ENGLISH) == ["who built it?"]
    assert again.hidden(parse_question("And when", ENGLISH)) == frozenset()
    assert not followed("more", Turn("more\nwho built it?")).again


def test_requests_for_more_are_no_questions_to_follow_up_on():
    turn = Turn("more\nand when?\nwhat else?\nwho built it?")
    assert followed("why?", turn).questions(ENGLISH) == ["and when?", "who built it?"]
    assert followed("why?", Turn("context")).questions(ENGLISH) == ["context"]


@pytest.mark.parametrize(
    "question", ["why?", "more", "who else?", "and the other one?", "context"]
)
def test_what_was_shown_is_hidden_from_a_follow_up_that_asks_for_nothing_new(question):
    shown = ((FERRY, 4), (FERRY, 1), (BRIDGE, 0))
    query = parse_question(question if question == "why?" else "why?", ENGLISH)
    assert followed(question, Turn("who built it?", shown)).hidden(query) == frozenset(shown)


@pytest.mark.parametrize("question", ["is it safe?", "and when?", "and for how much?"])
def test_new_words_or_another_kind_may_ask_for_what_was_shown_below_the_first(question):
    shown = ((FERRY, 4), (FERRY, 1))
    asked = followed(question, Turn("who built it?", shown))
    assert asked.hidden(parse_question(question, ENGLISH)) == frozenset(shown[:1])


def test_the_sentences_around_those_shown_are_candidates_within_the_scope(answerer, ferry, bridge):
    index = answerer.index
    assert beside([(FERRY, 1)], index, None) == [(FERRY, number) for number in range(5)]
    assert beside([(FERRY, 1)], index, frozenset({bridge.id})) == []
    assert beside([(FERRY, 1)], index, frozenset({ferry.id})) != []
    assert beside([(7, 1), (FERRY, 99)], index, None) == []


def test_the_article_shown_first_and_what_comes_next_in_it_are_likelier(answerer):
    found = answerer.candidates("ferry Harwick Sund strait turning", None)
    asked = followed("and when?", Turn("who?", ((FERRY, 1), (FERRY, 0))))
    added = dict(zip(found.keys, prior(asked, found), strict=True))
    assert added[FERRY, 2] == SAME_ARTICLE + NEXT
    assert added[FERRY, 0] == SAME_ARTICLE + EARLIER * NEXT + SHOWN
    assert added[FERRY, 1] < SAME_ARTICLE + NEXT + SHOWN
    assert added[BRIDGE, 3] == 0
    nothing_shown = followed("and when?", Turn("who?"))
    assert not prior(nothing_shown, found).any()


def test_below_the_first_sentence_none_is_shown_again(answerer):
    found = answerer.candidates("ferry Harwick Sund", None)
    shown = tuple(found.keys)
    asked = followed("and in Sund?", Turn("and when?\nwho?", shown))
    assert not_repeated([0, 1], found, asked) == [0]
    assert not_repeated([0, 1], found, None) == [0, 1]
    again = followed("and when?", Turn("and when?\nwho?", shown))
    assert not_repeated([0, 1], found, again) == [0, 1]


def test_names_are_read_from_the_sentence_shown_first_if_another_one_is_asked_about(ferry):
    turn = Turn("who called it a turning point?", ((FERRY, 2), (FERRY, 4)))
    texts = Added({FERRY: ferry})
    assert names_shown(followed("and the other one?", turn), texts, ENGLISH) == {"ida", "holm"}
    assert names_shown(followed("more", turn), texts, ENGLISH) == frozenset()


def test_a_question_that_may_stand_alone_does_so_if_that_finds_more_of_its_words(ferry):
    one, other = ferry.sentences[:2]
    follow = Answer("q", ("harwick",), (Passage(one, 1.0),), 0.5, before=Turn("who?"))
    alone = Answer("q", ("harwick",), (Passage(other, 1.0),), 0.5)
    none = Answer("q", ("harwick",), (), 0.1)
    assert chosen(follow, alone, {"harwick": 1.0}, Leaning.PERHAPS) is follow
    assert chosen(follow, alone, {"strait": 1.0}, Leaning.PERHAPS) is alone
    assert chosen(follow, alone, {}, Leaning.PERHAPS) is follow
    assert chosen(follow, none, {"strait": 1.0}, Leaning.PERHAPS) is follow
    assert chosen(none, alone, {"strait": 1.0}, Leaning.PERHAPS) is alone
    assert chosen(follow, alone, {"harwick": 1.0}, Leaning.LITTLE) is alone
    silent = Answer("q", ("harwick",), (), 0.1, before=Turn("who?"))
    assert chosen(silent, none, {}, Leaning.PERHAPS) is silent
    assert chosen(silent, none, {}, Leaning.LITTLE) is none
