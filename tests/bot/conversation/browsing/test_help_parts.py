from fake_telegram import GROUP, Talk
from sent import buttons, only, text

from bot.library.library import Library


def test_help_is_short_and_its_buttons_show_the_parts_in_the_same_message(talk):
    asked = only(talk.say("/help"))
    for words, data in buttons(asked).items():
        part = only(talk.press(data))
        assert part["message_id"] == 77, words
        assert part["text"] != asked["text"]
        assert buttons(part)["‹ Back"] == "help:"
    assert only(talk.press("help:"))["text"] == asked["text"]


def test_a_part_can_be_asked_for_by_name(talk):
    assert "/follow – follow a feed" in text(talk.say("/help sources"))
    assert "/ask@QuotewireBot" in text(talk.say("/help@QuotewireBot groups", GROUP))
    assert text(talk.say("/help weather")) == text(talk.say("/help"))


def test_a_part_that_does_not_exist_is_only_acknowledged(talk):
    assert talk.press("help:weather") == talk.press("help:asking:1") == []
    assert talk.methods().count("answerCallbackQuery") == 2


def test_an_operator_has_a_part_more_in_private(ferry):
    with Talk(Library.of([ferry]), quotewire_operators="1") as talk:
        assert "For the operator" in buttons(talk.say("/help"))
        assert "/stats" in text(talk.press("help:operator"))
        assert "For the operator" not in buttons(talk.say("/help@QuotewireBot", GROUP))
    with Talk(Library.of([ferry])) as talk:
        assert "/stats" not in text(talk.press("help:operator"))
