"""What Telegram shows about the bot: its commands, by who may use them, and its descriptions."""

import logging
from collections.abc import Iterator

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest, TelegramError

from bot.replies.about_me import DESCRIPTION, SHORT_DESCRIPTION
from bot.replies.commands import Who, menu
from bot.settings import Settings

logger = logging.getLogger(__name__)


async def introduce(bot: Bot, settings: Settings) -> None:
    """Set the menus and descriptions; warn the operator if the bot cannot see group messages."""
    try:
        for scope, users in _scopes(settings):
            await _set_menu(bot, scope, users)
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


def _scopes(settings: Settings) -> Iterator[tuple[BotCommandScope, tuple[Who, ...]]]:
    """Yield where a menu is shown, and who uses it there."""
    editors = (Who.EVERYONE, Who.EDITORS)
    yield BotCommandScopeAllPrivateChats(), editors
    in_groups = editors if settings.quotewire_everyone_may_add else (Who.EVERYONE,)
    yield BotCommandScopeAllGroupChats(), in_groups
    yield BotCommandScopeAllChatAdministrators(), editors
    for operator in sorted(settings.quotewire_operators):
        yield BotCommandScopeChat(operator), tuple(Who)


async def _set_menu(bot: Bot, scope: BotCommandScope, users: tuple[Who, ...]) -> None:
    commands = [BotCommand(name, description) for name, description in menu(users).items()]
    try:
        await bot.set_my_commands(commands, scope)
    except BadRequest as error:
        if not isinstance(scope, BotCommandScopeChat):
            raise
        # The operator has never written to the bot.
        logger.info("Could not set the menu of operator %s: %s", scope.chat_id, error)


async def _describe(bot: Bot) -> None:
    """Set the descriptions that differ: Telegram allows only few such changes."""
    description, short = str(DESCRIPTION), str(SHORT_DESCRIPTION)
    if (await bot.get_my_description()).description != description:
        await bot.set_my_description(description)
    if (await bot.get_my_short_description()).short_description != short:
        await bot.set_my_short_description(short)
