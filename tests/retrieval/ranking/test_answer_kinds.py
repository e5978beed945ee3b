import pytest

from retrieval.ranking.answer_kinds import holds, kind_asked

KINDS = ("number", "measure", "money", "year", "time", "place")


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many troops did they send?", "number"),
        ("what percentage voted", "number"),
        ("How much did the ferry cost?", "money"),
        ("how long is the bridge", "measure"),
        ("WHEN DID IT OPEN", "when"),
        ("In what year was it built?", "when"),
        ("Who built it?", "who"),
        ("Which company built it?", "who"),
        ("Where is it?", "where"),
        ("Why was it closed?", "why"),
        ("What did she say?", "said"),
        ("What happened?", "what"),
        ("", "what"),
    ],
)
def test_a_question_asks_for_a_kind_of_answer(question, kind):
    assert kind_asked(question) == kind


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("It has 412 seats.", {"number"}),
        ("It has twelve seats.", {"number"}),
        ("It is 4 km long.", {"number", "measure"}),
        ("It cost 48 million euros.", {"number", "money"}),
        ("It opened yesterday.", {"time"}),
        ("It opened in 2019.", {"time", "year", "number"}),
        ("It opened in Sund.", {"place"}),
        ("It may march on.", set()),
        ("Nothing.", set()),
    ],
)
def test_a_sentence_looks_like_kinds_of_answers(sentence, kinds):
    assert {kind for kind in KINDS if holds(kind, sentence)} == kinds
