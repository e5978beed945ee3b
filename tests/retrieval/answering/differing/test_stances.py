"""A sentence is for a claim or against it only if it says all of it, or otherwise."""

from datetime import date

import pytest

from retrieval.answer import Stance
from retrieval.answering.differing.stances import stance
from retrieval.answering.differing.statements import Statement
from retrieval.words.analysis import ANALYSES

FOR, AGAINST = Stance


THURSDAY = date(2024, 3, 7)


def judged(claim, text, title="", published=None):
    english = ANALYSES["en"]
    found = Statement(text, english, title, published)
    return stance(Statement(claim, english), found, published)


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
        ("Graz voted against the tram", "Graz approved the tram by 9 votes to 5.", None),
        ("Graz voted for the tram", "Graz voted against the tram.", None),
        ("Nobody died in the fire", "Two people died in the fire.", AGAINST),
        ("No one died in the fire", "The fire was out when two people died of old age.", None),
        ("Nobody died in the fire", "Two dogs died in the fire.", None),
        ("Holm was found guilty of arson", "Holm was acquitted of arson.", AGAINST),
        ("Holm was found in Oslo", "Holm was acquitted in Oslo.", None),
        ("The court upheld the appeal of Holm", "The court rejected Holm’s appeal.", AGAINST),
        ("Holm made a loss in Oslo", "Holm made a profit of $9 million in Oslo.", AGAINST),
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


@pytest.mark.parametrize(
    ("claim", "text", "found"),
    [
        ("Holm joined NATO in 2024", "Holm joined NATO on Thursday.", FOR),
        ("Holm joined NATO in March 2024", "Holm joined NATO on Thursday.", FOR),
        ("Holm joined NATO on 7 March 2024", "Holm joined NATO on Thursday.", FOR),
        ("Holm joined NATO on Thursday", "Holm joined NATO on Thursday.", FOR),
        ("Holm joined NATO in February", "Holm joined NATO on Thursday.", None),
        ("Holm joined NATO in February", "Holm joined NATO on Feb. 26.", FOR),
        ("Holm joined NATO in December 2023", "Holm joined NATO on Dec. 4.", FOR),
        ("Holm joined NATO in December 2024", "Holm joined NATO on Dec. 4.", None),
        ("Holm joined NATO on 6 March 2024", "Holm joined NATO on Thursday.", None),
        ("Holm joined NATO in 2022", "Holm joined NATO on Thursday.", None),
        ("Holm joined NATO in 2024", "Holm had joined NATO on a Thursday.", None),
        ("Holm joined NATO in 2024", "Holm, which joined NATO, voted on Thursday.", None),
        ("Holm joined NATO in 2024", "Holm joined NATO.", None),
        ("The fire killed 3 people in March 2024", "A fire killed 9 people on Thursday.", AGAINST),
        ("The fire killed 3 people in May 2024", "A fire killed 9 people on Thursday.", None),
    ],
)
def test_a_day_without_a_year_is_the_last_one_before_the_article(claim, text, found):
    assert judged(claim, text, published=THURSDAY) is found


@pytest.mark.parametrize(
    ("claim", "text", "found"),
    [
        ("Spain beat Italy", "Italy lost 1–2 to Spain at home.", FOR),
        ("Italy lost to Spain", "Spain won 2-1 against Italy.", FOR),
        ("Italy lost to Spain", "Spain won the cup on Sunday, defeating Italy 2-1.", FOR),
        ("Spain beat Italy 2-1", "Italy was beaten by Spain 1-2.", FOR),
        ("Spain beat Italy 3-1", "Spain beat Italy 2–1.", AGAINST),
        ("Spain beat Italy 3-1", "Spain beat Italy.", None),
        ("Italy beat Spain", "Spain beat Italy 2–1.", AGAINST),
        ("Italy lost to Spain", "Spain and Italy drew 1–1.", AGAINST),
        ("Spain and Italy drew", "Italy drew 1–1 with Spain.", FOR),
        ("Spain beat Italy", "Spain beat Malta 2–1.", None),
        ("Spain beat Italy in May 2024", "Spain beat Italy on Thursday.", None),
        ("Spain beat Italy on 6 March 2024", "Spain beat Italy on Thursday.", None),
        ("Spain beat Italy in the final", "Spain beat Italy on Thursday.", None),
        ("Spain did not beat Italy", "Italy beat Spain.", None),
        ("Sund United beat Hull United", "Hull United lost to Sund United.", FOR),
        ("Spain beat Italy", "The team that lost to Spain beat Italy.", None),
        ("Norvik Rovers beat Sund", "Fans of Norvik Rovers beat Sund fans.", None),
    ],
)
def test_who_lost_was_beaten(claim, text, found):
    assert judged(claim, text, published=THURSDAY) is found


def test_another_amount_of_something_else_is_not_against_a_claim():
    claim = "Orchard Pharma earned 700 million dollars"
    text, title = "The company has to pay $520 million.", "Court rejects appeal of Orchard Pharma"
    assert judged(claim, text, title) is None
