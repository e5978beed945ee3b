import pytest
from telegram.constants import BotCommandLimit

from bot.replies.commands import COMMANDS, NAMES, Who, menu


def test_no_command_is_listed_twice():
    assert len(NAMES) == len(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_command_is_in_the_menu_and_in_help_or_in_neither(command):
    assert bool(command.in_help) == (command.name in menu(tuple(Who)))


@pytest.mark.parametrize(("name", "description"), menu(tuple(Who)).items())
def test_telegram_accepts_the_menu(name, description):
    assert BotCommandLimit.MIN_COMMAND <= len(name) <= BotCommandLimit.MAX_COMMAND
    assert 0 < len(description) <= BotCommandLimit.MAX_DESCRIPTION


def test_a_menu_has_the_commands_of_those_who_use_it():
    readers, editors = menu([Who.EVERYONE]), menu([Who.EVERYONE, Who.EDITORS])
    assert {"ask", "sources", "help", "privacy"} <= readers.keys() < editors.keys()
    assert editors.keys() - readers.keys() >= {"add", "remove", "edit", "follow", "forget"}
