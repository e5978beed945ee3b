import pytest

from retrieval.answering.answerer import Answerer
from retrieval.ranking.evidence import EVIDENCE
from retrieval.ranking.features import OF_MEANING
from retrieval.ranking.ranking import rank
from retrieval.ranking.weight_sets import FIXED_CONFIDENCE
from retrieval.ranking.weights import LEXICAL_CONFIDENCE, MEANING_CONFIDENCE


def test_evidence_has_a_number_for_each_name(ferry, bridge):
    answerer = Answerer()
    answerer.add(ferry)
    answerer.add(bridge)
    found = answerer.candidates("Who built it?", {ferry.id, bridge.id})
    evidence = dict(zip(EVIDENCE, rank(found).evidence, strict=True))
    assert evidence["brevity"] == 1
    assert evidence["agreement"] == 1
    assert 0 < evidence["margin"] <= 5


def test_every_piece_of_evidence_has_a_weight():
    assert (MEANING_CONFIDENCE | FIXED_CONFIDENCE).keys() == set(EVIDENCE)
    assert (LEXICAL_CONFIDENCE | FIXED_CONFIDENCE).keys() == set(EVIDENCE) - OF_MEANING


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
