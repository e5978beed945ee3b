import re

import pytest
from any_articles import SOURCES, article, check_fits
from hypothesis import given
from listed_sources import sources_of

from bot.conversation.buttons import CHANGE
from bot.replies.chat_sources.removing import (
    confirm_forget_reply,
    confirm_remove_reply,
    forgotten_reply,
    how_to_remove_reply,
    removed_reply,
    restored_reply,
    stored_in_words,
)

TWO = sources_of([article("One.", title="Storm"), article("Two.", title="Calm")])


def test_several_sources_have_one_confirmation_and_one_undo():
    asked = confirm_remove_reply(list(TWO), TWO, unknown=["9"], others=[*TWO][:1])
    assert asked.text == (
        "Remove these 2 sources?\n[1] Storm\n[2] Calm\nThere is no source 9.\n"
        "Only my operator can remove [1]."
    )
    assert [button.data for button in asked.buttons] == ["remove:1,2", "keep"]
    removed = removed_reply(list(TWO), TWO)
    assert removed.text == "Removed 2 sources:\n[1] Storm\n[2] Calm"
    assert [button.data for button in removed.buttons] == ["undo:1,2"]
    assert restored_reply(list(TWO), TWO).text.startswith("Restored 2 sources:")


def test_too_many_at_once_are_refused():
    many = sources_of([article(f"{n}.") for n in range(11)])
    reply = confirm_remove_reply(list(many), many)
    assert reply.text == "I can remove up to 10 sources at once."
    assert reply.buttons == ()


def test_the_hint_depends_on_what_the_chat_has():
    assert how_to_remove_reply(TWO).text.endswith("for example /remove 1 2.")
    common = sources_of([article("Common."), article("Own.", collection="7")])
    assert how_to_remove_reply(common).text.endswith("for example /remove C1.")
    for without in (sources_of([]), sources_of([article("a.")], samples=True)):
        assert "nothing to remove" in how_to_remove_reply(without).text


def test_what_is_stored_is_named_before_and_after_it_is_deleted():
    stored = stored_in_words(sources=2, feeds=1, standing=3, digests=1)
    asked = confirm_forget_reply(stored, None)
    assert asked.text == (
        "Delete everything stored for this chat? This cannot be undone.\n\n"
        "• 2 sources\n• 1 followed feed\n• 3 watched questions\n• the digest\n"
        "• the questions asked here"
    )
    assert forgotten_reply(stored, None).text == (
        "Deleted 2 sources, 1 followed feed, 3 watched questions, the digest and "
        "the questions asked here."
    )


def test_an_operator_is_told_that_the_library_stays():
    for reply in (confirm_forget_reply(["questions"], 200), forgotten_reply(["questions"], 200)):
        assert "The library stays, with its 200 sources and its feeds." in reply.text


@given(SOURCES)
def test_whatever_is_removed_fits_and_its_buttons_are_understood(sources):
    every = list(sources)
    for articles in (every, every[:1]):
        for reply in (
            confirm_remove_reply(articles, sources, unknown=["x" * 4000] * 30, others=every * 9),
            removed_reply(articles, sources),
            restored_reply(articles, sources),
        ):
            check_fits(reply)
            for button in reply.buttons:
                assert len(button.data.encode()) <= 64
                assert re.match(CHANGE, button.data)


@pytest.mark.parametrize("none", [removed_reply, restored_reply])
def test_sources_that_are_gone_are_said_to_be(none):
    assert none([], TWO).text in (
        "These sources have already been removed.",
        "It’s too late to undo that. Please add the source again.",
    )
