from dataclasses import replace
from datetime import timedelta

import pytest
from fake_telegram import GROUP, NOW, Talk
from stored import owned

from bot.library.library import Library
from bot.replies.operator.stats import NOTHING_YET
from corpus.store.chats.tallies import Event

TODAY = NOW.date()


@pytest.fixture
def library(ferry, bridge):
    library = Library.of([ferry, bridge])
    library.store.add(owned("Only chat 7 may read this.", "7"))
    return library


@pytest.fixture
def talk(library):
    with Talk(library, quotewire_operators={1}) as conversation:
        yield conversation


def test_the_operator_sees_what_was_asked_and_which_sources_answer(talk):
    assert talk.say("/stats")[0]["text"] == str(NOTHING_YET)
    talk.say("Who built the vessel?")
    talk.say("What is the price of gold on Mars?")
    (sent,) = talk.say("/stats")
    assert sent["text"].splitlines() == [
        "Since 3 Mar 2025, when counting began",
        "",
        "Questions    2",
        "  answered   1",
        "  closest    0",
        "  not found  1",
        "Good answers 0",
        "Bad answers  0",
        "",
        "Sources quoted most:",
        "once: [1] New ferry links Harwick and Sund",
        "",
        "Never quoted: 1 of 2 sources:",
        "[2] Storm closes the Kestrel Bridge",
    ]
    (fixed,) = [one for one in sent["entities"] if one["type"] == "code"]
    assert sent["text"][fixed["offset"] :].startswith("Questions")


def test_the_period_can_be_chosen_and_begins_with_the_first_count(talk, library):
    library.store.tallies.count(TODAY - timedelta(days=8), Event.SURE, 5)
    library.store.tallies.count(TODAY - timedelta(days=1), Event.BAD, 2)
    assert talk.say("/stats")[0]["text"].startswith("Since 23 Feb 2025, when counting began\n")
    week = talk.say("/stats 7")[0]["text"]
    assert week.startswith("The last 7 days, since 25 Feb 2025\n")
    assert "Questions    0" in week
    assert "Bad answers  2" in week
    assert talk.say("/stats 1")[0]["text"].startswith("Today, 3 Mar 2025\n")


@pytest.mark.parametrize("words", ["0", "91", "-1", "week", "٧", "1.5", "9" * 400])
def test_another_period_says_which_ones_there_are(talk, words):
    assert "from 1 to 90" in talk.say(f"/stats {words}")[0]["text"]


def test_for_everybody_else_and_in_groups_the_command_is_unknown(talk, library):
    assert "don’t know the command /stats" in talk.say("/stats@QuotewireBot", GROUP)[0]["text"]
    with Talk(library, quotewire_operators={2}) as stranger:
        assert "don’t know the command /stats" in stranger.say("/stats")[0]["text"]
        assert "stats" not in stranger.say("/stat")[0]["text"].replace("/stat.", "")


def test_titles_that_could_be_links_are_none(talk, library):
    library.store.add(replace(owned("It rained.", "library"), title="evil.example pays you"))
    talk.say("Who built the vessel?")
    (sent,) = talk.say("/stats")
    covered = [sent["text"][one["offset"] :][: one["length"]] for one in sent["entities"]]
    assert "evil.example" in covered
