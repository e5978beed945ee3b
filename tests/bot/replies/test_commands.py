import pytest
from telegram.constants import BotCommandLimit

from bot.replies.commands import COMMANDS, MENU, NAMES


def test_no_command_is_listed_twice():
    assert len(NAMES) == len(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_command_is_in_the_menu_and_in_help_or_in_neither(command):
    assert bool(command.in_help) == (command.name in MENU)


@pytest.mark.parametrize(("name", "description"), MENU.items())
def test_telegram_accepts_the_menu(name, description):
    assert BotCommandLimit.MIN_COMMAND <= len(name) <= BotCommandLimit.MAX_COMMAND
    assert 0 < len(description) <= BotCommandLimit.MAX_DESCRIPTION
