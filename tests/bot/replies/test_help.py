import pytest
from any_articles import check_fits

from bot.replies.commands import help_line
from bot.replies.help import LABELS, LISTED, help_reply, part_asked

PHONE = 42  # characters in a line
LINES = 16  # of a phone's screen, beside its buttons


def help_about(part="", **who):
    return help_reply("QuotewireBot", part, keeps_unanswered=True, **who)


def to_operator(part=""):
    return help_about(part, to_operator=True)


def test_the_front_page_names_the_bot_and_fits_a_phones_screen():
    front = help_about()
    assert "/ask@QuotewireBot" in front.text
    assert sum(1 + len(line) // PHONE for line in front.text.splitlines()) <= LINES
    *parts, last = [f"help:{part}" for part in LABELS]
    assert [button.data for button in front.buttons] == parts
    assert [button.data for button in to_operator().buttons] == [*parts, last]


def test_only_an_operator_sees_what_is_for_operators():
    assert help_about("operator") == help_about()
    assert "/stats" in to_operator("operator").text


@pytest.mark.parametrize("part", LABELS)
def test_each_part_fits_a_message_and_leads_back(part):
    shown = to_operator(part)
    check_fits(shown)
    assert shown.buttons[-1].data == "help:"
    assert shown != to_operator()


@pytest.mark.parametrize("words", ["nothing", "", "help:asking", "٣"])
def test_a_part_that_does_not_exist_is_the_front_page(words):
    assert help_about(words) == help_about(part_asked(words)) == help_about()


@pytest.mark.parametrize("command", LISTED)
def test_every_command_is_in_one_part_which_its_name_opens(command):
    line = help_line(command)
    parts = [part for part in LABELS if line in to_operator(part).text.splitlines()]
    assert parts == [part_asked(command.name)] == [part_asked(f"/{command.name}")]
