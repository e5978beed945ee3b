"""A sentence is for a claim or against it only if it says all of it, or otherwise."""

from datetime import date

import pytest

from retrieval.answer import Stance
from retrieval.answering.differing.stances import stance
from retrieval.answering.differing.statements import Statement
from retrieval.words.analysis import ANALYSES

FOR, AGAINST = Stance


def judged(claim, text, title="", day=None, lead=""):
    english = ANALYSES["en"]
    return stance(Statement(claim, english), Statement(text, english, title, day, lead))


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
        ("Sund United beat Hull United", "Hull United lost to Sund United.", FOR),
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
        ("Holm joined the league in 2024", "Holm joined the league on Thursday.", FOR),
        ("Holm joined the league in 2019", "Holm joined the league on Thursday.", AGAINST),
        ("Holm visited the league in 2019", "Holm visited the league on Thursday.", None),
        ("Holm opened a shop in 2019", "Holm opened a shop in 2021.", None),
        ("Holm raised prices in 2019", "Holm raised prices for the first time.", None),
        ("Holm won the cup in 2019", "Holm won the cup for the first time on Monday.", AGAINST),
        ("Holm won the cup in 2019", "Holm won the cup for the first time in years.", None),
        ("Holm did not join the league in 2024", "Holm joined the league on Monday.", AGAINST),
        ("Holm signed the deal", "Holm is to sign the deal on Monday.", None),
        ("Holm banned cars", "Holm voted to ban cars.", None),
        ("Holm warned engineers", "Holm ignored a warning from engineers.", None),
        ("Holm signed the deal", "Holm denies that it signed the deal.", None),
        ("Holm signed the deal", "Holm signed the deal, if not its annex.", None),
        ("Holm signed the deal", "Holm signed the deal, but Lind did not pay.", FOR),
    ],
)
def test_dates_and_verbs_count(claim, text, found):
    assert judged(claim, text, day=date(2024, 3, 7)) is found


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        ("Spain beat England in the final", FOR),
        ("England lost the final to Spain", FOR),
        ("Spain beat England 1-0", FOR),
        ("England beat Spain in the final", AGAINST),
        ("Spain beat England 2-0 in the final", AGAINST),
        ("Spain beat England 2-0", None),  # perhaps in another match
        ("Spain beat England in the league", None),
        ("Spain beat Japan in the final", None),
        ("England beat Japan in the final", None),
    ],
)
def test_who_won_counts_not_who_comes_first(claim, found):
    text = "Spain won the cup on Sunday, defeating England 1-0."
    assert judged(claim, text, "England miss the cup") is found


def test_what_tells_which_event_can_be_in_the_first_sentence():
    claim, lead = "Nine people drowned when the Oltul dam burst", "The Oltul dam burst."
    assert judged(claim, "Nine villagers drowned.", lead=lead) is FOR
    assert judged(claim, "Nine villagers drowned.") is None
    assert judged(claim, "In Linz, nine villagers drowned.", lead=lead) is None


def test_it_is_what_the_title_names_first():
    title = "Holm leaves the league of Graz"
    assert judged("Holm rejected the car park", "It rejected the car park.", title) is FOR
    assert judged("Graz rejected the car park", "It rejected the car park.", title) is None


def test_who_says_so_and_who_does_so_counts():
    text = "Lind said that Holm signed the deal with Berg."
    assert judged("Lind said that Holm signed the deal", text) is FOR
    assert judged("Moor said that Holm signed the deal", text) is None
    assert judged("Berg signed the deal", "Holm signed the deal with Berg.") is None
