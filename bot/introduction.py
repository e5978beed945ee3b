"""What Telegram shows about the bot: its commands, by who may use them, and its descriptions.

English is set for everyone, and each other language for those whose app is in it. As Telegram
allows only few such changes, what a language has set is remembered and not set again.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.delivery.limits.sign_limits import seconds_to_wait
from bot.replies.about_me import DESCRIPTION, SHORT_DESCRIPTION
from bot.replies.commands import Who, menu
from bot.settings import Settings
from bot.wording.catalogues import ENGLISH, languages
from bot.wording.wording import speaking
from corpus.store.introduced import Introduced

logger = logging.getLogger(__name__)

Menu = tuple[BotCommandScope, tuple[Who, ...]]  # where it is shown, and who uses it there

MOST_WAITS = 3  # for one part; the next start goes on
LONGEST_WAIT = 3600.0  # seconds


class Part(NamedTuple):
    """What is set by one call: its name, its texts, and calls that get and set them in a language.

    The calls take a code of two letters.
    """

    name: str
    texts: tuple[str, ...]
    fetch: Callable[[str], Awaitable[tuple[str, ...]]]
    send: Callable[[str], Awaitable[object]]


async def introduce(bot: Bot, settings: Settings, introduced: Introduced) -> None:
    """Set the menus and descriptions; warn the operator if the bot cannot see group messages."""
    menus = []
    try:
        for scope, users in _scopes(settings):
            menus += [(scope, users)] * await _set_menu(bot, scope, users)
    except TelegramError as error:
        logger.warning("Could not set the command menu: %s", error)
    try:
        await _describe(bot)
    except TelegramError as error:
        logger.warning("Could not set the description: %s", error)
    if not bot.can_read_all_group_messages:
        logger.warning(
            "Group privacy is on, so the bot may not see mentions in groups. To change that, send "
            "/setprivacy to @BotFather, then remove the bot from its groups and add it again."
        )
    try:
        await _translate(bot, menus, introduced)
    except TelegramError as error:
        logger.warning("Could not set the menus and descriptions of a language: %s", error)


def _scopes(settings: Settings) -> Iterator[Menu]:
    """Yield where a menu is shown, and who uses it there."""
    editors = (Who.EVERYONE, Who.EDITORS)
    yield BotCommandScopeAllPrivateChats(), editors
    in_groups = editors if settings.quotewire_everyone_may_add else (Who.EVERYONE,)
    yield BotCommandScopeAllGroupChats(), in_groups
    yield BotCommandScopeAllChatAdministrators(), editors
    for operator in sorted(settings.quotewire_operators):
        yield BotCommandScopeChat(operator), tuple(Who)


async def _set_menu(
    bot: Bot, scope: BotCommandScope, users: tuple[Who, ...], code: str | None = None
) -> bool:
    """Set a menu; return False if there is no such chat."""
    commands = [BotCommand(name, description) for name, description in menu(users).items()]
    try:
        await bot.set_my_commands(commands, scope, code)
    except BadRequest as error:
        if not isinstance(scope, BotCommandScopeChat):
            raise
        # The operator has never written to the bot.
        logger.info("Could not set the menu of operator %s: %s", scope.chat_id, error)
        return False
    return True


async def _menu_set(bot: Bot, scope: BotCommandScope, code: str) -> tuple[str, ...]:
    """The names and descriptions in a menu."""
    found = await bot.get_my_commands(scope, code)
    return tuple(word for one in found for word in (one.command, one.description))


async def _describe(bot: Bot) -> None:
    """Set the descriptions that differ: Telegram allows only few such changes."""
    if (await bot.get_my_description()).description != str(DESCRIPTION):
        await bot.set_my_description(str(DESCRIPTION))
    if (await bot.get_my_short_description()).short_description != str(SHORT_DESCRIPTION):
        await bot.set_my_short_description(str(SHORT_DESCRIPTION))


async def _described(bot: Bot, code: str) -> tuple[str, ...]:
    return ((await bot.get_my_description(code)).description,)


async def _described_in_short(bot: Bot, code: str) -> tuple[str, ...]:
    return ((await bot.get_my_short_description(code)).short_description,)


async def _translate(bot: Bot, menus: Sequence[Menu], introduced: Introduced) -> None:
    """Set what differs in other languages, unless it is known to be set."""
    english = {part.name: part.texts for part in _parts(bot, menus)}
    for language in languages():
        if language == ENGLISH:
            continue
        code = language.partition("_")[0]
        with speaking(language):
            for part in _parts(bot, menus):
                name = f"{bot.id} {code} {part.name}"
                is_english = part.texts == english[part.name]  # not translated yet
                if is_english or introduced.knows(name, part.texts):
                    continue
                if await part.fetch(code) != part.texts:
                    await _patiently(partial(part.send, code))
                introduced.note(name, part.texts)


def _parts(bot: Bot, menus: Sequence[Menu]) -> Iterator[Part]:
    """Yield what is set in the language that is spoken now."""
    for scope, users in menus:
        texts = tuple(word for command in menu(users).items() for word in command)
        yield Part(
            f"menu {scope.type} {getattr(scope, 'chat_id', '')}",
            *(texts, partial(_menu_set, bot, scope), partial(_set_menu, bot, scope, users)),
        )
    long, short = str(DESCRIPTION), str(SHORT_DESCRIPTION)
    to_describe = partial(bot.set_my_description, long)
    yield Part("description", (long,), partial(_described, bot), to_describe)
    to_describe = partial(bot.set_my_short_description, short)
    yield Part("short description", (short,), partial(_described_in_short, bot), to_describe)


async def _patiently(send: Callable[[], Awaitable[object]]) -> None:
    """Make a call, again if Telegram asks to wait.

    Raises:
        TelegramError: It failed, or has to wait too long or too often.
    """
    for left in reversed(range(MOST_WAITS)):
        try:
            await send()
        except RetryAfter as error:
            if not left or seconds_to_wait(error) > LONGEST_WAIT:
                raise
            await asyncio.sleep(seconds_to_wait(error))
        else:
            return
