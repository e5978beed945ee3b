from datetime import date

import pytest
from any_articles import answer, article
from hypothesis import given
from hypothesis import strategies as st
from listed_sources import sources_of

from bot.replies.checking.reasons import ASKED_FOR_MORE, KINDS, REASON_OF, why_reply
from retrieval.answer import Answer, Band, Passage, View
from retrieval.ranking.explanation import COMPARED, Contribution, Explanation
from retrieval.ranking.features import FEATURES

STORM = article("The bridge closed.", "Ferries ran.", published=date(2025, 3, 21))
SENTENCE = STORM.sentences[0]
TYPED = {"bridg": "bridge", "clos": "closed", "mayor": "mayor", "ship": "ships"}
# They say nothing to a reader, or only speak against a sentence.
SILENT = {"names missing", "numbers absent", "is a question", "length", "position"}


def explained(score=1.0, sentence=SENTENCE, **fields):
    terms = dict.fromkeys(("held", "near", "far", "related", "missing"), ())
    parts = [Contribution(feature, 1.0, added) for feature, added in fields.pop("parts", ())]
    return Explanation(sentence, score, **terms | fields, typed=TYPED, parts=tuple(parts))


def why(*explanations, **fields):
    found = Answer("?", ("x",), (Passage(SENTENCE, 1.0),), 0.9, **{"band": Band.SURE} | fields)
    return why_reply(found, explanations, sources_of((STORM,))).text.splitlines()


def test_the_strongest_reason_comes_first():
    parts = [("title coverage", 1.0), ("meaning", 3.0), ("sentence", 1.5), ("words covered", 0.4)]
    assert why(explained(held=("bridg",), near=("ship",), parts=parts)) == [
        "Why [1], sentence 1:",
        "It is close to your question in meaning.",
        "It has “bridge” from your question.",
        "Around it or in the title: “ships”.",
        "Sure: it most likely answers your question.",
    ]


def test_what_speaks_against_a_sentence_is_no_reason():
    parts = [("meaning", -1.0), ("sentence", 2.0)]
    lines = why(explained(held=("clos", "bridg"), parts=parts))
    assert lines[1:-1] == ["It has “closed” and “bridge” from your question."]


@pytest.mark.parametrize("kind", KINDS)
def test_the_kind_asked_for_is_a_reason(kind):
    feature = next(name for name in FEATURES if name.startswith(f"{kind}: "))
    assert why(explained(parts=[(feature, 1.0)]))[1] == str(KINDS[kind])


def test_related_words_are_those_of_the_question():
    line = why(explained(related=("ship",), parts=[("related", 1.0)]))[1]
    assert line == "It has words related to “ships”."


def test_a_newer_article_comes_before_one_that_fits_better():
    better = explained(2.0, STORM.sentences[1])
    assert why(explained(1.0), better)[1] == (
        "Its article is newer than others that fit as well: 21 Mar 2025."
    )
    assert "newer" not in why(explained(2.0), explained(1.0, STORM.sentences[1]))[1]


def test_words_that_are_missing_make_an_answer_less_sure():
    lines = why(explained(missing=("mayor",)), band=Band.CLOSEST)
    assert lines[-1] == "Not sure: it is only the closest I found. It lacks “mayor”."


def test_an_article_of_a_topic_is_explained_by_the_topic():
    assert "begin with, newest first" in why(view=View.ARTICLES)[1]
    assert "begin with, oldest first" in why(view=View.TIMELINE)[1]


def test_the_context_of_an_answer_stands_next_to_it():
    assert why() == ["Why [1], sentence 1:", "It stands next to what I quoted before."]


@pytest.mark.parametrize("question", ["more", "context", "show me more"])
def test_a_request_for_more_is_not_called_sure(question):
    found = Answer(question, ("x",), (Passage(SENTENCE, 1.0),), 0.9, band=Band.SURE)
    lines = why_reply(found, [explained()], sources_of((STORM,))).text.splitlines()
    assert lines == ["Why [1], sentence 1:", str(ASKED_FOR_MORE)]


def test_nothing_found_has_no_reasons():
    reply = why_reply(answer(), [], sources_of((STORM,)))
    assert reply.text == "I found no answer to that, so there is nothing to explain."


def test_every_feature_is_a_reason_or_says_nothing():
    named = {name for name in FEATURES if name.partition(":")[0] in KINDS}
    assert set(FEATURES) - named - SILENT == set(FEATURES) & REASON_OF.keys()
    assert COMPARED not in REASON_OF


@given(
    st.lists(st.tuples(st.sampled_from([*FEATURES, COMPARED]), st.floats(-5, 5)), max_size=12),
    st.sets(st.sampled_from(sorted(TYPED))),
    st.sampled_from(Band),
)
def test_reasons_have_five_lines_at_most_and_no_numbers(parts, held, band):
    lines = why(explained(held=tuple(held), near=tuple(held), parts=parts), band=band)
    assert 2 <= len(lines) <= 5
    assert not any(letter.isdecimal() for line in lines[1:] for letter in line)
