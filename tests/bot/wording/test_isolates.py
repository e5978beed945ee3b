from datetime import date

import pytest
from right_to_left import is_balanced, right_to_left

from bot.replies.labels import all_of, day_label, label
from bot.wording.isolates import END, ISOLATE, MARK, with_isolated_commands, with_isolated_values
from bot.wording.wording import Counted, Wording, speaking


def shown(text):
    """Return a text with its invisible characters made visible."""
    return text.replace(ISOLATE, "⟨").replace(END, "⟩").replace(MARK, "←")


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("أرسل /sources لترى", "أرسل ⟨/sources⟩ لترى"),
        ("/edit C1 title: Storm مثلا", "⟨/edit C1 title: Storm⟩ مثلا"),
        ("/ask@{username} و @{username}،", "⟨/ask@{username}⟩ و ⟨@{username}⟩،"),
        ("في example.org.", "في ⟨example.org⟩."),
        ("و/أو 24/7 {{x}}", "و/أو 24/7 {{x}}"),
    ],
)
def test_commands_mentions_and_domains_are_isolated_once(template, expected):
    isolated = with_isolated_commands(template)
    assert shown(isolated) == expected
    assert with_isolated_commands(isolated) == isolated
    assert "@⟨" not in shown(with_isolated_values(isolated, ()))


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("[{number}] من {title}", "⟨[{number}]⟩ من ⟨{title}⟩"),
        ("{count:>3} {{count}}", "⟨{count:>3}⟩ {{count}}"),
        ("{whole}، {title}", "{whole}، ⟨{title}⟩"),
    ],
)
def test_what_is_filled_in_is_isolated(template, expected):
    isolated = with_isolated_values(template, {"whole"})
    assert shown(isolated) == expected
    assert with_isolated_values(isolated, {"whole"}) == isolated


def test_a_text_of_several_parts_runs_from_right_to_left():
    row = Wording("{number} {title}")
    with right_to_left():
        assert shown(row.format(number="[1]", title="Storm")) == "←⟨[1]⟩ ⟨Storm⟩"
        assert shown(all_of(["[1]", "[2]", "[3]"])) == "←⟨[1]⟩, ⟨[2]⟩ بضج ⟨[3]⟩"
        assert is_balanced(Counted("{count} source", "{count} sources").format(12345))


def test_a_list_in_a_sentence_is_not_isolated_as_a_whole():
    with right_to_left():
        assert shown(Wording("See {which}.").format(which=all_of(["[1]", "[2]"]))).startswith("ف")
        assert "⟨⟨" not in shown(Wording("See {which}.").format(which=all_of(["[1]", "[2]"])))


def test_a_date_needs_one_isolate():
    with right_to_left():
        day = day_label(date(2025, 3, 3))
        assert shown(Wording("On {day}").format(day=day)).count("⟨") == 1


def test_a_name_that_runs_the_other_way_is_isolated_in_any_language():
    assert shown(label("עיר", 9)) == "⟨עיר⟩"
    assert shown(label("City", 9)) == "City"
    with speaking("ar"):
        assert shown(label("City", 9)) == "⟨City⟩"
        assert label(" ", 9) == ""


def test_from_left_to_right_nothing_is_added():
    assert Wording("{number} /sources").format(number=3) == "3 /sources"
