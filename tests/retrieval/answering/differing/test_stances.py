"""A sentence is for a claim or against it only if it says all of it, or otherwise."""

import pytest

from retrieval.answer import Stance
from retrieval.answering.differing.stances import stance
from retrieval.answering.differing.statements import Statement
from retrieval.words.analysis import ANALYSES

FOR, AGAINST = Stance


def judged(claim, text, title=""):
    english = ANALYSES["en"]
    return stance(Statement(claim, english), Statement(text, english, title))


@pytest.mark.parametrize(
    ("claim", "text", "found"),
    [
        ("The fire killed 12 people in Hull", "A fire in Hull killed twelve people.", FOR),
        ("The fire killed 12 people in Hull", "A fire in Hull killed 17 people.", AGAINST),
        ("The fire killed 12 people in Hull", "A fire in Hull injured 12 people.", None),
        ("The fire killed 12 people in Hull", "At least 12 people died in Hull.", None),
        ("The fire killed 12 people in York", "A fire in Hull killed 17 people.", None),
        ("Holm signed the deal", "Holm signed the deal on Monday.", FOR),
        ("Holm signed the deal", "Holm did not sign the deal on Monday.", AGAINST),
        ("Holm did not sign the deal", "Holm signed the deal on Monday.", AGAINST),
        ("Holm did not sign the deal", "Holm did not sign the deal on Monday.", FOR),
        ("Holm signed the deal in Oslo", "Holm signed the deal on Monday.", None),
        ("Holm signed the deal", "Holm said that it signed the deal.", None),
        ("Holm signed the deal", "“Holm signed the deal on Monday.”", None),
        ("She signed the deal", "She signed the deal on Monday.", None),
        ("Anna Holm did", "Anna Holm did.", None),
        ("Holm signed the deal", "Holm threatened to sign the deal.", None),
        ("Holm signed the deal", "Holm will sign the deal on Monday.", None),
        ("Holm will sign the deal", "Holm will sign the deal on Monday.", FOR),
        ("Holm signed the deal in 2019", "Holm signed the deal.", None),
        (
            "The council approved the tram in Graz",
            "The council in Graz rejected the tram.",
            AGAINST,
        ),
        ("The council approved the tram in Graz", "The council in Graz rejected the bus.", None),
        ("Spain beat Italy in the final", "Italy beat Spain in the final.", AGAINST),
        ("Spain won every final", "Spain won the final.", None),
        ("Holm closed", "Holm closed.", FOR),
        ("Closed", "Holm closed.", None),
    ],
)
def test_only_what_says_all_of_a_claim_or_otherwise_has_a_stance(claim, text, found):
    assert judged(claim, text) is found


def test_a_name_can_be_in_the_title_unless_the_sentence_is_about_others():
    claim, title = "Graz rejected the car park", "Graz decides on tram"
    assert judged(claim, "It rejected the car park.", title) is FOR
    assert judged(claim, "In Linz, voters rejected the car park.", title) is None
