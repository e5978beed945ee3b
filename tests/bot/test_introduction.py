import json
from contextlib import closing
from gettext import NullTranslations

import pytest
from fake_telegram import TOKEN, BotApi, FakeTelegram
from served import run_fast
from telegram.ext import ExtBot

from bot import introduction
from bot.introduction import introduce
from bot.replies.about_me import DESCRIPTION, SHORT_DESCRIPTION
from bot.replies.commands import Who, menu
from bot.settings import Settings
from bot.wording import wording
from corpus.store.database.sqlite import SQLiteDatabase
from corpus.store.introduced import Introduced

OPERATOR = 7


def introduced(api, database=None, **settings):
    """Introduce a bot; return the calls as methods and parameters."""
    known = Introduced(database or SQLiteDatabase(":memory:"))
    given = Settings(telegram_bot_token=TOKEN, _env_file=None, **settings)
    before = len(api.calls)

    async def main():
        bot = ExtBot(TOKEN, request=FakeTelegram(api), get_updates_request=FakeTelegram(api))
        async with bot:
            await introduce(bot, given, known)

    run_fast(main())
    return api.calls[before:]


def menus(calls, code=None):
    """Return the commands of each menu set in a language, by its scope."""
    found = {}
    for method, parameters in calls:
        if method == "setMyCommands" and parameters.get("language_code") == code:
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
    texts = [
        parameters
        for method, parameters in calls
        if method == "setMyDescription" and "language_code" not in parameters
    ]
    assert texts == [{"description": str(DESCRIPTION)}] * changes


def test_a_failure_to_describe_the_bot_is_one_warning(caplog):
    api = BotApi()
    api.fail("setMyDescription", 400, "Bad Request: no")
    introduced(api)
    (warning,) = caplog.records
    assert warning.getMessage() == "Could not set the description: No"


@pytest.fixture
def backwards(monkeypatch):
    """Have the bot speak English, and German and Chinese that are English backwards."""

    class Backwards(NullTranslations):
        def gettext(self, message):
            return message[::-1]

    spoken = {"en": NullTranslations(), "de": Backwards(), "zh_Hans": Backwards()}
    monkeypatch.setattr(introduction, "languages", lambda: tuple(spoken))
    monkeypatch.setattr(wording, "catalogue", spoken.__getitem__)


@pytest.mark.usefixtures("backwards")
def test_each_language_has_its_menus_and_descriptions():
    api = BotApi()
    calls = introduced(api, quotewire_operators={OPERATOR})
    for code in ("de", "zh"):
        assert menus(calls, code) == menus(calls)
    (ask,) = {
        one["description"]
        for method, parameters in calls
        if method == "setMyCommands" and parameters.get("language_code") == "zh"
        for one in parameters["commands"]
        if one["command"] == "ask"
    }
    assert ask[::-1] == "Ask a question about the news"
    texts = {call.parameters.get("language_code"): call.parameters for call in calls
             if call.method == "setMyShortDescription"}  # fmt: skip
    assert texts["de"]["short_description"] == str(SHORT_DESCRIPTION)[::-1]


@pytest.mark.usefixtures("backwards")
def test_what_is_set_is_not_even_asked_for_again():
    api = BotApi()
    with closing(SQLiteDatabase(":memory:")) as database:
        introduced(api, database)
        again = introduced(api, database)
    assert {parameters.get("language_code") for _, parameters in again} == {None}
    assert len(again) < 10


@pytest.mark.usefixtures("backwards")
def test_what_telegram_knows_is_not_set_again():
    api = BotApi()
    introduced(api)
    again = introduced(api)
    codes = {parameters.get("language_code") for method, parameters in again
             if method.startswith("set")}  # fmt: skip
    assert codes == {None}


@pytest.fixture
def described():
    """Telegram, where the short description is set in English."""
    api = BotApi()
    api.introduced["ShortDescription", None, "null"] = str(SHORT_DESCRIPTION)
    return api


@pytest.mark.usefixtures("backwards")
def test_if_telegram_asks_to_wait_for_hours_the_next_start_sets_the_rest(described, caplog):
    with closing(SQLiteDatabase(":memory:")) as database:
        asked = "Too Many Requests"
        described.fail("setMyShortDescription", 429, asked, retry_after=9000)
        assert menus(introduced(described, database), "zh") == {}
        (warning,) = caplog.records
        assert "of a language" in warning.getMessage()
        calls = introduced(described, database)
    assert menus(calls, "zh")
    assert menus(calls, "de") == {}


@pytest.mark.usefixtures("backwards")
def test_a_short_wait_is_waited(described, caplog):
    described.fail("setMyShortDescription", 429, "Too Many Requests", times=2, retry_after=30)
    assert menus(introduced(described), "zh")
    assert not caplog.records


def test_a_language_without_translations_of_the_menu_is_left_alone(monkeypatch):
    monkeypatch.setattr(introduction, "languages", lambda: ("en", "fr"))
    monkeypatch.setattr(wording, "catalogue", lambda _: NullTranslations())
    calls = introduced(BotApi())
    assert {parameters.get("language_code") for _, parameters in calls} == {None}
