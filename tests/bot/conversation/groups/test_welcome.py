import pytest
from fake_telegram import ALICE, BOT, FORUM, GROUP, MONDAY, PRIVATE, Talk, build_bot
from sent import only

from bot.conversation.groups.welcome import SOON
from bot.library.library import Library
from bot.replies.elsewhere import SEES_ALL, SEES_FEW

ADMIN_RIGHTS = (
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages"),
    *("can_manage_video_chats", "can_restrict_members", "can_promote_members"),
    *("can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories"),
    "can_delete_stories",
)


def member(status):
    rights = dict.fromkeys(ADMIN_RIGHTS, True) if status == "administrator" else {}
    return {"user": BOT, "status": status} | rights


def add_to(talk, chat, status="member", before="left"):
    """Add the bot to a chat; return what it sent."""
    change = {"chat": chat, "from": ALICE, "date": MONDAY}
    return talk.send(
        "my_chat_member",
        change | {"old_chat_member": member(before), "new_chat_member": member(status)},
    )


@pytest.mark.parametrize("chat", [GROUP, FORUM])
def test_a_group_is_greeted_with_three_lines(talk, chat):
    greeting = only(add_to(talk, chat))
    assert len(greeting["text"].splitlines()) == 3
    assert "/ask@QuotewireBot" in greeting["text"]
    assert "message_thread_id" not in greeting
    assert "reply_parameters" not in greeting
    assert add_to(talk, chat) == []


@pytest.mark.parametrize(
    ("reads_all", "status", "words"),
    [
        (True, "member", str(SEES_ALL)),
        (False, "administrator", str(SEES_ALL)),
        (False, "member", str(SEES_FEW)),
    ],
)
def test_the_greeting_says_what_the_bot_sees(bridge, reads_all, status, words):
    def built(library, api, **settings):
        api.me["can_read_all_group_messages"] = reads_all
        return build_bot(library, api, **settings)

    with Talk(Library.of([bridge]), built=built) as talk:
        assert only(add_to(talk, GROUP, status))["text"].splitlines()[-1] == words


def test_an_administrator_says_that_it_sees_all_when_it_is_started(bridge):
    def built(library, api, **settings):
        api.me["can_read_all_group_messages"] = False
        return build_bot(library, api, **settings)

    for administrators, words in ((set(), str(SEES_FEW)), ({BOT["id"]}, str(SEES_ALL))):
        with Talk(Library.of([bridge]), built=built) as talk:
            talk.api.administrators = administrators
            assert words in only(talk.say("/start@QuotewireBot", GROUP))["text"]


def test_the_link_that_adds_the_bot_does_not_greet_twice(talk):
    assert add_to(talk, GROUP)
    assert talk.say("/start@QuotewireBot hello", GROUP) == []
    talk.pass_time(SOON + 1)
    assert str(SEES_ALL) in only(talk.say("/start@QuotewireBot hello", GROUP))["text"]


def test_a_new_role_or_a_private_chat_is_no_reason_to_greet(talk):
    assert add_to(talk, GROUP, "administrator", before="member") == []
    assert add_to(talk, PRIVATE, before="kicked") == []
    assert add_to(talk, {"id": -100777, "type": "channel", "title": "News"}, "administrator") == []


def test_a_group_that_becomes_a_supergroup_is_not_greeted_again(talk):
    talk.api.chats.append(old := {"id": -5, "type": "group", "title": "Newsroom"})
    talk.say(None, old, migrate_to_chat_id=GROUP["id"])
    assert add_to(talk, GROUP) == []


@pytest.mark.parametrize(
    ("status", "description"),
    [(403, "Forbidden: bot was kicked"), (400, "Bad Request: not enough rights to send")],
)
def test_a_group_in_which_the_bot_may_not_write_is_no_error(talk, caplog, status, description):
    talk.api.fail("sendMessage", status, description)
    add_to(talk, GROUP)
    assert talk.methods().count("sendMessage") == 1
    assert not [one for one in caplog.records if one.levelname in ("WARNING", "ERROR")]


def test_only_a_group_that_is_served_is_greeted(bridge):
    with Talk(Library.of([bridge]), quotewire_allowed_chats={99}) as talk:
        assert "private bot" in only(add_to(talk, GROUP))["text"]
        assert "leaveChat" in talk.methods()
