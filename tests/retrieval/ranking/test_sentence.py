from retrieval.ranking.sentence import profile
from retrieval.words.analysis import ANALYSES

ENGLISH = ANALYSES["en"]


def test_a_profile_describes_a_sentence():
    known = profile("She told Korean reporters that the ferry, the big ferry, left.", ENGLISH)
    assert known.terms == ("told", "korean", "report", "ferri", "big", "ferri", "leav")
    assert known.term_set == set(known.terms)
    assert known.names == {"korean"}
    assert " the big ferri leav " in known.line
    assert "reporters" in known.words
    assert not known.is_question


def test_a_question_mark_makes_a_question_even_before_a_quotation_mark():
    assert profile("“Did it rain?”", ENGLISH).is_question
    assert profile("???", ENGLISH).is_question


def test_a_text_without_words_has_an_empty_profile():
    assert profile("!?", ENGLISH).terms == ()
