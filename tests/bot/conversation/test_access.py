from articles import BRIDGE, FERRY
from fake_telegram import ALICE, GROUP, Talk
from sent import BUILT, QUESTION, quoted, text

from bot.library.library import Library


def test_in_a_group_only_administrators_change_its_sources(bridge_talk):
    refused = text(bridge_talk.say(f"/add@QuotewireBot {FERRY}", GROUP))
    assert "Only administrators" in refused
    bridge_talk.api.administrators.add(ALICE["id"])
    assert text(bridge_talk.say(f"/add@QuotewireBot {FERRY}", GROUP)).startswith("Added [C1]")
    anonymous = {"sender_chat": GROUP, "from": {"id": 1087968824, "is_bot": True,
                                                "first_name": "Group"}}  # fmt: skip
    again = bridge_talk.say(f"/add@QuotewireBot {BRIDGE}", GROUP, **anonymous)
    assert text(again).startswith("Added [C2]")


def test_an_operator_adds_to_the_library(bridge):
    with Talk(Library.of([bridge]), quotewire_operators="1") as talk:
        assert text(talk.say(f"/add {FERRY}")).startswith("Added [2] New ferry")
        assert quoted(talk.say(f"/ask@QuotewireBot {QUESTION}", GROUP))[0] == BUILT


def test_only_listed_users_and_groups_are_served():
    with Talk(Library.of([]), quotewire_allowed_chats="2 -1002") as talk:
        assert "This is a private bot." in text(talk.say(QUESTION))
        assert talk.say("nobody asked", GROUP) == []
        assert "This is a private bot." in text(talk.say(f"/ask@QuotewireBot {QUESTION}", GROUP))
        assert "leaveChat" in talk.methods()
        bob = ALICE | {"id": 2}
        assert "16 sources" in text(talk.say("/sources@QuotewireBot", GROUP, **{"from": bob}))
