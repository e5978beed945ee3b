import pytest
from any_articles import check_fits

from bot.replies.help import BACK, LABELS, LISTED, help_reply, part_asked

PHONE = 42  # characters in a line
LINES = 16  # of a phone's screen, beside its buttons


def help_about(part=""):
    return help_reply("QuotewireBot", part, keeps_unanswered=True)


def test_the_front_page_names_the_bot_and_fits_a_phones_screen():
    front = help_about()
    assert "/ask@QuotewireBot" in front.text
    assert sum(1 + len(line) // PHONE for line in front.text.splitlines()) <= LINES
    assert [button.data for button in front.buttons] == [f"help:{part}" for part in LABELS]


@pytest.mark.parametrize("part", LABELS)
def test_each_part_fits_a_message_and_leads_back(part):
    shown = help_about(part)
    check_fits(shown)
    assert shown.buttons == (BACK,)
    assert shown != help_about()


@pytest.mark.parametrize("words", ["nothing", "", "help:asking", "٣"])
def test_a_part_that_does_not_exist_is_the_front_page(words):
    assert help_about(words) == help_about(part_asked(words)) == help_about()


@pytest.mark.parametrize("command", LISTED)
def test_every_command_is_in_one_part_which_its_name_opens(command):
    line = f"/{command.name} – {command.in_help}"
    parts = [part for part in LABELS if line in help_about(part).text.splitlines()]
    assert parts == [part_asked(command.name)] == [part_asked(f"/{command.name}")]
