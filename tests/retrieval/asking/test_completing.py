import pytest

from retrieval.asking.completing import LEANED, OLDER, completed
from retrieval.asking.follow_ups import Leaning
from retrieval.ranking.question import parse_question
from retrieval.words.analysis import ANALYSES

TROOPS = "How many troops did North Korea send?"


def parsed(question):
    return parse_question(question, ANALYSES["en"])


def after(question, *before, leaning=Leaning.SURE, named=()):
    return completed(parsed(question), [parsed(one) for one in before], leaning, named)


def test_a_follow_up_has_the_terms_of_both_questions_and_its_own_kind():
    both = after("and when to Kursk?", TROOPS)
    assert both.terms == ("kursk", "troop", "north", "korea", "send")
    assert both.kind == "when"
    assert after("and Russia?", TROOPS).kind == "number"
    assert after("and why?", TROOPS).kind == "why"
    assert after("and what was said?", TROOPS).kind == "said"
    assert after("and Russia?", "and when?", TROOPS).kind == "when"


def test_terms_of_older_questions_count_less():
    both = after("and troops?", "and when to Kursk?", TROOPS)
    assert both.leaned == {
        "kursk": LEANED,
        "north": LEANED * OLDER,
        "korea": LEANED * OLDER,
        "send": LEANED * OLDER,
    }
    assert after("and Russia?", "and when?", TROOPS).leaned["korea"] == LEANED


def test_a_misspelled_term_that_both_questions_share_is_not_only_in_the_one_before():
    both = after("and from which korae?", TROOPS)
    respelled = both.respelled({"kora": "korea", "korae": "korea"})
    assert respelled.leaned.keys() == {"troop", "north", "send"}


def test_a_follow_up_means_more_by_what_it_says_itself_if_it_says_anything():
    own = after("and where did they fight?", TROOPS)
    assert (own.text, own.text_before) == ("and where did they fight?", TROOPS)
    none = after("why?", TROOPS)
    assert (none.text, none.text_before) == (f"why? {TROOPS}", "")


@pytest.mark.parametrize("leaning", [Leaning.MORE, Leaning.CONTEXT])
def test_more_of_the_same_repeats_the_question_before(leaning):
    before = parsed(TROOPS)
    same = after("tell me more", TROOPS, leaning=leaning)
    assert (same.text, same.terms, same.kind) == (TROOPS, before.terms, "number")
    assert not same.leaned
    assert after("who else?", TROOPS, leaning=leaning).kind == "who"
    older = after("more", "and to Kursk?", TROOPS, leaning=leaning)
    assert older.terms[0] == "kursk"
    assert "kursk" not in older.leaned
    assert older.leaned["korea"] == LEANED


def test_the_same_about_somebody_else_leaves_out_the_names_shown():
    where = "where was weissman born"
    other = after("and the other one?", where, leaning=Leaning.OTHER, named={"weissman"})
    assert other.terms == ("born",)
    assert "weissman" not in other.words
    only = after("and the other one?", "Weissman?", leaning=Leaning.OTHER, named={"weissman"})
    assert only.terms == ("weissman",)
