"""Who won and who lost is read from the words, whoever comes first."""

import pytest

from retrieval.answering.differing.results import results
from retrieval.answering.differing.statements import Statement
from retrieval.words.analysis import ANALYSES


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Spain beat England 1-0.", ("spain", "england", (1, 0))),
        ("Spain had defeated the English 3:1", ("spain", "english", (3, 1))),
        ("Spain won the cup on Sunday, beating England.", ("spain", "england", None)),
        ("England were beaten 2-1 by Spain.", ("spain", "england", (2, 1))),
        ("England lost the final 0-1 to Spain.", ("spain", "england", (1, 0))),
        ("Spain won 4-2 against England at 4:30 p.m.", ("spain", "england", (4, 2))),
        ("Sund beat York United.", ("sund", "unit", "york", None)),
        ("Spain did not beat England.", None),
        ("Spain's captain beat England.", None),
        ("Spain beat the odds.", None),
        ("Spain won the cup.", None),
        ("Spain lost to a better side.", None),
    ],
)
def test_a_result_has_a_winner_a_loser_and_a_score(text, found):
    given = results(Statement(text, ANALYSES["en"]))
    if found is None:
        assert given == []
    else:
        assert [(*one.winner, *sorted(one.loser), one.score) for one in given] == [found]
