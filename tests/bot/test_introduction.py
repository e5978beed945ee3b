import asyncio
import json

import pytest
from fake_telegram import TOKEN, BotApi, FakeTelegram
from telegram.constants import BotDescriptionLimit
from telegram.ext import ExtBot

from bot.introduction import introduce
from bot.replies.about_me import DESCRIPTION, SHORT_DESCRIPTION
from bot.replies.commands import Who, menu
from bot.settings import Settings

OPERATOR = 7


def introduced(api, **settings):
    """Introduce a bot; return the calls as methods and parameters."""

    async def main():
        bot = ExtBot(TOKEN, request=FakeTelegram(api), get_updates_request=FakeTelegram(api))
        async with bot:
            await introduce(bot, Settings(telegram_bot_token=TOKEN, _env_file=None, **settings))

    asyncio.run(main())
    return api.calls


def menus(calls):
    """Return the commands of each menu set, by its scope."""
    found = {}
    for method, parameters in calls:
        if method == "setMyCommands":
            scope = parameters["scope"]
            where = scope["type"], scope.get("chat_id")
            found[where] = {one["command"] for one in parameters["commands"]}
    return found


def test_the_menu_has_the_commands_that_one_may_use_there():
    found = menus(introduced(BotApi(), quotewire_operators={OPERATOR}))
    readers, editors = menu([Who.EVERYONE]).keys(), menu([Who.EVERYONE, Who.EDITORS]).keys()
    assert found == {
        ("all_private_chats", None): editors,
        ("all_group_chats", None): readers,
        ("all_chat_administrators", None): editors,
        ("chat", OPERATOR): menu(tuple(Who)).keys(),
    }


def test_where_everyone_may_add_everyone_in_a_group_sees_how():
    found = menus(introduced(BotApi(), quotewire_everyone_may_add=True))
    assert found["all_group_chats", None] == found["all_chat_administrators", None]


def test_an_operator_who_never_wrote_keeps_nobody_from_a_menu(caplog):
    api = BotApi()
    respond = api.respond

    def refuse(method, parameters):
        if "chat_id" in json.dumps(parameters.get("scope", {})):
            api.fail(method, 400, "Bad Request: chat not found")
        return respond(method, parameters)

    api.respond = refuse
    calls = introduced(api, quotewire_operators={5, OPERATOR})
    assert len(menus(calls)) == 5
    assert not caplog.records
    assert "setMyDescription" in {method for method, _ in calls}


@pytest.mark.parametrize(
    ("known", "changes"), [("", 1), ("An old one.", 1), (str(DESCRIPTION), 0)]
)
def test_a_description_is_set_only_if_it_differs(known, changes):
    api = BotApi()
    api.description = known
    calls = introduced(api)
    texts = [parameters for method, parameters in calls if method == "setMyDescription"]
    assert texts == [{"description": str(DESCRIPTION)}] * changes


def test_a_failure_to_describe_the_bot_is_one_warning(caplog):
    api = BotApi()
    api.fail("setMyDescription", 400, "Bad Request: no")
    introduced(api)
    (warning,) = caplog.records
    assert warning.getMessage() == "Could not set the description: No"


def test_telegram_accepts_the_descriptions():
    assert len(str(DESCRIPTION)) <= BotDescriptionLimit.MAX_DESCRIPTION_LENGTH
    assert len(str(SHORT_DESCRIPTION)) <= BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH
