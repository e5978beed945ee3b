"""What is quoted is of the articles that were searched."""

import pytest
from any_articles import article

from bot.library.opensearch.errors import EngineError
from bot.library.opensearch.scope_check import check_scope, sentences_in
from retrieval.answer import Answer, Earlier, Passage

SCOPE = frozenset({"library", "-1"})
OWN = article("The ferry takes 35 minutes.", collection="-1").sentences[0]
OTHERS = article("The ferry takes 40 minutes.", collection="-2").sentences[0]


@pytest.mark.parametrize(
    "shown",
    [
        Passage(OTHERS, 1.0),
        Passage(OWN, 1.0, also=(OTHERS,)),
        Passage(OWN, 1.0, earlier=(Earlier(OTHERS, (0, 3)),)),
        Passage(OWN, 1.0, differing=(Passage(OTHERS, 1.0),)),
    ],
)
def test_nothing_of_another_chat_is_shown_wherever_an_answer_has_it(shown):
    answer = Answer("How long?", ("long",), (Passage(OWN, 1.0), shown), 1.0)
    with pytest.raises(EngineError, match="the index of another database"):
        check_scope(sentences_in(answer), SCOPE)
    check_scope(sentences_in(answer), SCOPE | {"-2"})
