import pytest

from retrieval.ranking.question import asked, beginning, profile
from retrieval.words.analysis import ANALYSES

ENGLISH = ANALYSES["en"]


def test_a_sentences_profile_tells_its_terms_and_marks():
    known = profile("She told Korean reporters that the ferry, the big ferry, left.", ENGLISH)
    assert known.terms == ("told", "korean", "report", "ferri", "big", "ferri", "leav")
    assert known.held == set(known.terms)
    assert known.names == {"korean"}
    assert beginning("korea") in known.stems
    assert beginning("kore") not in known.stems
    assert beginning("big") is None
    assert " the big ferri leav " in known.line
    assert "reporters" in known.words
    assert known.begins_with_pronoun
    assert not known.is_question


def test_a_question_is_told_by_its_mark_within_quotes_too():
    assert profile("“Did it rain?”", ENGLISH).is_question
    assert profile("???", ENGLISH).is_question


def test_a_text_without_words_has_an_empty_profile():
    assert profile("!?", ENGLISH).terms == ()


def test_what_is_asked_is_terms_words_names_and_a_kind():
    wanted = asked("How many troops did North Korea send to Kursk?", ENGLISH)
    assert wanted.terms == ("troop", "north", "korea", "send", "kursk")
    assert wanted.words["troops"] == "troop"
    assert wanted.names == {"north", "korea", "kursk"}
    assert ("north", "korea") in wanted.pairs
    assert wanted.kind == "number"


def test_a_greeting_asks_nothing():
    assert asked("Good morning!", ENGLISH).terms == ()


@pytest.mark.parametrize(
    "question",
    [
        "and when?",
        "How many?",
        "why",
        "what about China?",
        "But who said it?",
        "Where was he then?",
    ],
)
def test_a_question_that_leaves_out_what_it_is_about_follows_up(question):
    assert asked(question, ENGLISH).follows_up


@pytest.mark.parametrize(
    "question",
    ["thanks", "lol", "Who is the mayor of Baltimore?", "How many troops did North Korea send?",
     "What did Putin say about his war?", "kursk troops number"],
)  # fmt: skip
def test_other_questions_stand_alone(question):
    assert not asked(question, ENGLISH).follows_up


def test_a_follow_up_has_the_words_of_both_and_its_own_kind():
    before = asked("How many troops did North Korea send?", ENGLISH)
    both = asked("and when to Kursk?", ENGLISH).after(before)
    assert both.terms == ("kursk", "troop", "north", "korea", "send")
    assert both.kind == "when"
    assert asked("and Russia?", ENGLISH).after(before).kind == "number"


def test_a_respelt_term_stands_everywhere_in_place_of_the_misspelt_one():
    wanted = asked("When did Zelenski meet Trump?", ENGLISH).respelt({"zelenski": "zelenskyy"})
    assert wanted.terms == ("zelenskyy", "meet", "trump")
    assert wanted.names == {"zelenskyy", "trump"}
    assert ("zelenskyy", "meet") in wanted.pairs
    assert wanted.words["zelenski"] == "zelenskyy"
