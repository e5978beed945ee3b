import pytest

from retrieval.asking.follow_ups import changes_subject, completed, is_follow_up
from retrieval.ranking.question import parse_question
from retrieval.words.analysis import ANALYSES

ENGLISH = ANALYSES["en"]


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
def test_a_question_that_omits_its_subject_is_a_follow_up(question):
    assert is_follow_up(question, ENGLISH)


@pytest.mark.parametrize(
    "question",
    ["thanks", "lol", "Who is the mayor of Baltimore?", "How many troops did North Korea send?",
     "What did Putin say about his war?", "kursk troops number"],
)  # fmt: skip
def test_other_questions_are_not_follow_ups(question):
    assert not is_follow_up(question, ENGLISH)


def test_a_follow_up_has_the_terms_of_both_questions_and_its_own_kind():
    before = parse_question("How many troops did North Korea send?", ENGLISH)
    both = completed(parse_question("and when to Kursk?", ENGLISH), before)
    assert both.terms == ("kursk", "troop", "north", "korea", "send")
    assert both.kind == "when"
    assert both.leaned == {"troop", "north", "korea", "send"}
    assert completed(parse_question("and Russia?", ENGLISH), before).kind == "number"
    assert completed(parse_question("and why?", ENGLISH), before).kind == "why"
    assert completed(parse_question("and what was said?", ENGLISH), before).kind == "said"


def test_a_misspelled_term_that_both_questions_share_is_not_only_in_the_one_before():
    before = parse_question("How many troops did North Korea send?", ENGLISH)
    both = completed(parse_question("and from which korae?", ENGLISH), before)
    assert both.respelled({"kora": "korea", "korae": "korea"}).leaned == {"troop", "north", "send"}


def test_a_follow_up_means_more_by_what_it_says_itself_if_it_says_anything():
    before = parse_question("How many troops did North Korea send?", ENGLISH)
    own = completed(parse_question("and where did they fight?", ENGLISH), before)
    assert (own.text, own.text_before) == ("and where did they fight?", before.text)
    none = completed(parse_question("why?", ENGLISH), before)
    assert (none.text, none.text_before) == ("why? How many troops did North Korea send?", "")


@pytest.mark.parametrize(
    ("question", "answer", "changes"),
    [
        ("which shipyard?", {"bridg", "close"}, True),
        ("which shipyard?", {"shipyard", "close"}, False),
        ("and the shipyard?", {"bridg", "close"}, False),  # it points back
        ("why?", {"bridg", "close"}, False),  # it has no terms
    ],
)
def test_a_short_question_with_terms_that_the_answer_lacks_changes_the_subject(
    question, answer, changes
):
    own = parse_question(question, ENGLISH)
    assert changes_subject(question, own, answer, ENGLISH) is changes
