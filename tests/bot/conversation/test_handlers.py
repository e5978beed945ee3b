import logging

import pytest
from articles import FERRY
from fake_telegram import ALICE, BOT, FORUM, GROUP, MONDAY, Talk, message
from hypothesis import given
from hypothesis import strategies as st
from sent import BUILT, COSTS, NOTHING, PRICE, QUESTION, only, quoted, text
from telegram import ChatMemberAdministrator, ChatMemberRestricted

from bot.library.library import Library
from corpus.article import Article, Span

SECRET = "who built the secret vessel?"


def test_an_edited_question_has_its_answer_edited(talk):
    said = talk.message(QUESTION)
    talk.send("message", said)
    edited = only(talk.edit(said, PRICE))
    assert edited["message_id"] == 5000
    assert quoted(edited)[0] == COSTS
    assert talk.edit(said, PRICE) == []
    assert quoted(only(talk.edit(said, f"/ask {QUESTION}")))[0] == BUILT


def test_an_edit_after_five_minutes_is_ignored(talk):
    said = talk.message(QUESTION)
    talk.send("message", said)
    assert talk.edit(said, PRICE, after=301) == []
    assert len(talk.edit(said, PRICE, after=300)) == 1


def test_an_edit_that_names_the_bot_is_a_new_question(talk):
    said = talk.message(QUESTION, GROUP)
    assert talk.send("message", said) == []
    sent = only(talk.edit(said, f"@QuotewireBot {QUESTION}"))
    assert sent["reply_parameters"]["message_id"] == said["message_id"]
    assert talk.edit(said, QUESTION) == []


def test_an_edit_of_a_message_to_someone_else_is_ignored(talk):
    said = talk.message("who built it?", GROUP)
    talk.send("message", said)
    assert talk.edit(said, "who really built it?") == []


def test_message_texts_are_not_logged(talk, caplog):
    caplog.set_level(logging.DEBUG, "bot")
    talk.say(SECRET)
    talk.say(f"/ask@QuotewireBot {SECRET}", GROUP)
    assert "secret" not in caplog.text


@pytest.mark.parametrize(
    "kind", ["channel_post", "edited_channel_post", "business_message", "guest_message"]
)
def test_other_kinds_of_updates_are_not_answered(talk, kind):
    assert talk.send(kind, message(f"@QuotewireBot {QUESTION}", GROUP)) == []


WORDS = st.sampled_from(
    [
        "Who built the vessel?",
        "QuotewireBot",
        "@other_bot",
        "a@QuotewireBot",
        "/ask",
        "/sources",
        "😀",
    ]
)


SENDERS = st.sampled_from([ALICE, BOT, ALICE | {"id": 3, "is_bot": True}])


@pytest.fixture(scope="module")
def long_talk():
    text = "The shipyard in Norvik built the vessel."
    with Talk(Library.of([Article(text, "Ferry", (Span(0, len(text)),))])) as conversation:
        yield conversation


@given(st.lists(WORDS, min_size=1, max_size=5), SENDERS, st.sampled_from([GROUP, FORUM]))
def test_a_group_message_to_someone_else_is_never_answered(long_talk, words, sender, chat):
    said = long_talk.message(" ".join(words), chat, **{"from": sender})
    assert long_talk.send("message", said) == []
    assert long_talk.edit(said, "again: " + " ".join(words)) == []


def test_a_user_over_the_limit_is_told_once(ferry):
    with Talk(Library.of([ferry]), quotewire_questions_per_minute=2) as talk:
        assert [len(talk.say(QUESTION)) for _ in range(2)] == [1, 1]
        (told,) = talk.say(QUESTION)
        assert told["text"] == "You’re asking too fast. Try again in a minute."
        assert talk.say(QUESTION) == talk.say("/sources") == []
        other = {"id": 2, "is_bot": False, "first_name": "Bob"}
        assert BUILT in talk.say(f"@QuotewireBot {QUESTION}", GROUP, **{"from": other})[0]["text"]
        talk.pass_time(61)
        assert BUILT in talk.say(QUESTION)[0]["text"]


def test_anonymous_administrators_of_two_groups_have_separate_quotas(ferry):
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    with Talk(Library.of([ferry]), quotewire_questions_per_minute=1) as talk:
        for group in (GROUP, FORUM):
            fields = {"from": anonymous, "sender_chat": group}
            (sent,) = talk.say(f"@QuotewireBot {QUESTION}", group, **fields)
            assert BUILT in sent["text"]


def test_questions_sent_while_the_bot_was_offline_do_not_count_towards_a_quota(ferry):
    with Talk(Library.of([ferry]), quotewire_questions_per_minute=1) as talk:
        for _ in range(3):
            assert BUILT in talk.say(QUESTION, date=MONDAY - 300)[0]["text"]


def rights(kind, given):
    return {name: given for name in kind.__slots__ if name.startswith(("can_", "is_"))}


MAY_ALL = rights(ChatMemberAdministrator, given=True)
MAY_NOTHING = rights(ChatMemberRestricted, given=False) | {"until_date": 0}
INSIDE = {
    "member": {"status": "member"},
    "administrator": MAY_ALL | {"status": "administrator"},
    "restricted": MAY_NOTHING | {"status": "restricted", "is_member": True},
}
OUTSIDE = {
    "left": {"status": "left"},
    "kicked": {"status": "kicked", "until_date": 0},
    "restricted": MAY_NOTHING | {"status": "restricted", "is_member": False},
}


def change(old, new, chat=GROUP):
    base = {"chat": chat, "from": ALICE, "date": 1}
    return base | {"old_chat_member": old | {"user": BOT}, "new_chat_member": new | {"user": BOT}}


@pytest.mark.parametrize("new", OUTSIDE.values(), ids=OUTSIDE)
def test_a_group_that_removes_the_bot_is_forgotten(bridge_talk, new):
    bridge_talk.api.administrators.add(ALICE["id"])
    bridge_talk.say(f"/add@QuotewireBot {FERRY}", GROUP)
    bridge_talk.say(f"/add {FERRY}")
    bridge_talk.send("my_chat_member", change(INSIDE["member"], new))
    assert NOTHING in text(bridge_talk.say(f"/ask@QuotewireBot {QUESTION}", GROUP))
    assert quoted(bridge_talk.say(QUESTION))[0] == BUILT


@pytest.fixture
def private_bot():
    with Talk(Library.of([]), quotewire_allowed_chats="-1002") as talk:
        yield talk


@pytest.mark.parametrize("new", INSIDE.values(), ids=INSIDE)
def test_a_group_that_is_not_served_gets_a_message_and_is_left_at_once(private_bot, new):
    added = change(OUTSIDE["left"], new)
    assert "This is a private bot." in text(private_bot.send("my_chat_member", added))
    assert private_bot.methods()[-1] == "leaveChat"


@pytest.mark.parametrize("status", [400, 403])
def test_a_group_that_is_not_served_is_left_even_if_it_takes_no_messages(private_bot, status):
    refusal = "Bad Request: not enough rights to send text messages to the chat"
    private_bot.api.fail("sendMessage", status, refusal, times=2)
    private_bot.send("my_chat_member", change(OUTSIDE["restricted"], INSIDE["restricted"]))
    assert private_bot.methods()[-2:] == ["sendMessage", "leaveChat"]
    private_bot.say("/sources@QuotewireBot", GROUP)
    assert private_bot.methods()[-2:] == ["sendMessage", "leaveChat"]


def test_a_channel_that_is_not_served_is_left_without_a_post(private_bot):
    channel = {"id": -1003, "type": "channel", "title": "News"}
    added = change(OUTSIDE["left"], INSIDE["administrator"], channel)
    assert private_bot.send("my_chat_member", added) == []
    assert private_bot.methods()[-1] == "leaveChat"


@pytest.mark.parametrize("new", INSIDE.values(), ids=INSIDE)
def test_a_group_to_which_a_listed_user_adds_the_bot_is_served(new):
    with Talk(Library.of([]), quotewire_allowed_chats="1") as talk:
        assert "Hello!" in only(talk.send("my_chat_member", change(OUTSIDE["left"], new)))["text"]
        assert "leaveChat" not in talk.methods()


def test_a_group_is_not_left_because_someone_else_promotes_the_bot(private_bot):
    promoted = change(INSIDE["member"], INSIDE["administrator"])
    assert private_bot.send("my_chat_member", promoted) == []
    assert "leaveChat" not in private_bot.methods()


def test_a_group_that_becomes_a_supergroup_keeps_its_sources(bridge_talk):
    small = GROUP | {"id": -7, "type": "group"}
    bridge_talk.api.chats.append(small)
    bridge_talk.api.administrators.add(ALICE["id"])
    bridge_talk.say(f"/add@QuotewireBot {FERRY}", small)
    bridge_talk.say(None, small, migrate_to_chat_id=GROUP["id"])
    assert "[C1]" in text(bridge_talk.say(f"/ask@QuotewireBot {QUESTION}", GROUP))
