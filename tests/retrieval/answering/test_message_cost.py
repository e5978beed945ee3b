"""What a message can cost at most."""

from collections import Counter
from datetime import date

import pytest
from any_articles import article

from retrieval.answer import Turn
from retrieval.answering.answerer import Answerer
from retrieval.answering.messages import answer_message
from retrieval.asking.given import Given
from retrieval.index.index import Index

BEFORE = Turn("what closed the bridge?", ((1, 0),))
MESSAGES = {
    "claims": "They said qua sank {} ships this week. ",
    "questions below claims": "Qua sank {0} ships this week. " * 7 + "Did zurb sink {0} ships? ",
    "questions": "Did zurb sink {} ships this week and who paid? ",
    "a question": "zurb {}a blorg ",
    "names": "in Zurb{}a by Blorg Quux ",
    "other letters": "中{}文",
    "requests": "the latest on zurb {}a? ",
}


@pytest.fixture
def counted(monkeypatch):
    """The number of searches and of look-ups."""
    counter = Counter()

    def count(name):
        inner = getattr(Index, name)

        def counting(*arguments):
            counter[name] += 1
            return inner(*arguments)

        monkeypatch.setattr(Index, name, counting)

    for name in ("search", "find"):
        count(name)
    return counter


@pytest.mark.parametrize("words", MESSAGES.values(), ids=MESSAGES)
@pytest.mark.parametrize("after", [None, BEFORE], ids=["alone", "a follow-up"])
def test_a_hostile_message_takes_a_bounded_number_of_searches(words, after, counted):
    answerer = Answerer()
    answerer.add(article("A storm closed the bridge.", "It opened again on Monday."))

    def ask(question, given):
        return answerer.answer(question, None, given=given)

    message = "".join(words.format(number) for number in range(10, 400))[:4096]
    answer_message(message, Given(after, date(2026, 3, 1)), ask)
    assert counted["search"] <= 50
    assert counted["find"] <= 500
