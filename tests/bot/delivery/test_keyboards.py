from bot.delivery.keyboards import keyboard_of
from bot.replies.reply import Button, Press, Reply


def rows(*buttons):
    keyboard = keyboard_of(Reply("It rained.", buttons=buttons))
    return keyboard and [[one.text for one in row] for row in keyboard.inline_keyboard]


def test_buttons_share_a_row_while_their_labels_fit_on_a_phone():
    names = ["Context", "Copy", "Share", "Show the closest sentences"]
    buttons = [Button(name, "x") for name in names]
    assert rows(*buttons) == [names[:3], names[3:]]
    assert rows(*buttons[::-1]) == [["Show the closest sentences"], ["Share", "Copy", "Context"]]


def test_a_reply_without_buttons_has_no_keyboard():
    assert rows() is None


def test_each_button_does_what_its_kind_says():
    kinds = {
        Press.CALL: {"callback_data": "x"},
        Press.OPEN: {"url": "x"},
        Press.COPY: {"copy_text": {"text": "x"}},
    }
    for press, does in kinds.items():
        ((button,),) = keyboard_of(Reply("!", buttons=(Button("Go", "x", press),))).inline_keyboard
        assert button.to_dict() == {"text": "Go"} | does
    ((share,),) = keyboard_of(
        Reply("!", buttons=(Button("Share", "who won?", Press.SHARE),))
    ).inline_keyboard
    asked = share.switch_inline_query_chosen_chat
    assert asked.query == "who won?"
    assert asked.allow_group_chats
