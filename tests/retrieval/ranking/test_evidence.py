import pytest
from meaning import FakeMeaning

from retrieval.answering.answerer import Answerer
from retrieval.ranking.evidence import (
    EVIDENCE,
    EVIDENCE_OF_MEANING,
    OF_CONFIDENCE,
    OF_SURENESS,
)
from retrieval.ranking.ranking import rank
from retrieval.ranking.weight_sets import FIXED_CONFIDENCE
from retrieval.ranking.weights import (
    LEXICAL_CONFIDENCE,
    LEXICAL_SURENESS,
    MEANING_CONFIDENCE,
    MEANING_SURENESS,
)


def test_evidence_has_a_number_for_each_name(ferry, bridge):
    answerer = Answerer()
    answerer.add(ferry)
    answerer.add(bridge)
    found = answerer.candidates("Who built it?", {ferry.id, bridge.id})
    evidence = dict(zip(EVIDENCE, rank(found).evidence, strict=True))
    assert evidence["brevity"] == 1
    assert evidence["agreement"] == 1
    assert 0 < evidence["margin"] <= 5
    assert evidence["likelihood"] < 0


def evidence_for(question, *articles):
    answerer = Answerer(meaning=FakeMeaning())
    for article in articles:
        answerer.add(article)
    found = answerer.candidates(question, None)
    return dict(zip(EVIDENCE, rank(found).evidence, strict=True))


def test_what_the_sentence_and_its_neighbors_lack_is_evidence(ferry):
    there = evidence_for("Which shipyard built the vessel?", ferry)
    assert there["lacking"] == there["lacking in all"] == 0
    lacking = evidence_for("Which pirate in the shipyard stole the vessel?", ferry)
    assert 0 < lacking["lacking"] < lacking["lacking in all"]
    assert lacking["lacking"] <= lacking["lacking itself"]


@pytest.mark.parametrize(
    ("question", "lacks"),
    [
        ("How many passengers can the ferry carry?", 0),
        ("How many ships did the islanders call a turning point?", 1),
        ("Which shipyard built the vessel?", 0),
    ],
)
def test_an_answer_of_the_kind_asked_for_is_evidence(ferry, question, lacks):
    assert evidence_for(question, ferry)["no such answer"] == lacks


def test_meaning_is_compared_with_that_of_the_other_candidates(ferry, bridge):
    found = evidence_for("Which shipyard built the vessel?", ferry, bridge)
    assert found["meaning above"] > 0
    assert found["meaning below"] >= 0


def test_every_piece_of_evidence_has_a_weight():
    for learned, weights in ((OF_CONFIDENCE, MEANING_CONFIDENCE), (OF_SURENESS, MEANING_SURENESS)):
        assert (weights | FIXED_CONFIDENCE).keys() == learned
    for learned, weights in ((OF_CONFIDENCE, LEXICAL_CONFIDENCE), (OF_SURENESS, LEXICAL_SURENESS)):
        assert (weights | FIXED_CONFIDENCE).keys() == learned - EVIDENCE_OF_MEANING
    assert set(EVIDENCE) == OF_CONFIDENCE | OF_SURENESS


@pytest.mark.parametrize(
    ("likelier", "less"),
    [
        ("Who built the vessel?", "Who built the Titanic vessel?"),
        ("How much is a ticket?", "How much is a pound of butter?"),
    ],
)
def test_more_of_the_question_in_the_sentence_raises_the_confidence(ferry, likelier, less):
    answerer = Answerer()
    answerer.add(ferry)
    sure, unsure = (answerer.answer(one, {ferry.id}).confidence for one in (likelier, less))
    assert sure > unsure
