import unicodedata
from datetime import date

from fake_telegram import utf16
from hypothesis import given
from hypothesis import strategies as st

from bot.replies.labels import day_label, label
from bot.wording.isolates import END, ISOLATE


def test_long_titles_are_truncated_between_letters():
    assert label("a" * 300, 200) == "a" * 199 + "…"
    assert label("😀" * 150, 200) == "😀" * 99 + "…"


def test_a_day_is_written_out_whatever_the_year():
    assert day_label(date(9, 1, 2)) == "2 January 9"
    assert day_label(None) == ""


@given(st.text(), st.integers(3, 200))
def test_a_label_is_one_line_without_direction_controls(name, most):
    shown = label(name, most)
    assert utf16(shown) <= most
    assert shown == " ".join(shown.split())
    if shown.startswith(ISOLATE):
        assert shown.endswith(END)
        shown = shown.removeprefix(ISOLATE).removesuffix(END)
    controls = {"\u202a", "\u202b", "\u202d", "\u202e", "\u2066", "\u2067", ISOLATE, END}
    assert not controls & set(shown)
    assert not any(unicodedata.category(letter) in {"Cc", "Zl", "Zp"} for letter in shown)
