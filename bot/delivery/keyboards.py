"""Conversion of a reply's buttons to Telegram's keyboards."""

from collections.abc import Iterator

from telegram import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    SwitchInlineQueryChosenChat,
)

from bot.replies.reply import Button, Press, Reply

# Characters; a phone cuts the labels of a longer row, and gives all buttons in it the same width.
WIDEST_ROW = 32
WIDEST_EQUAL = 44  # as if each label was as long as the longest


def keyboard_of(reply: Reply) -> InlineKeyboardMarkup | None:
    """Return the reply's buttons in rows, in order; None if it has none."""
    rows = [[_button(button) for button in row] for row in _rows(reply)]
    return InlineKeyboardMarkup(rows) if rows else None


def _rows(reply: Reply) -> Iterator[list[Button]]:
    """Yield rows of as many buttons as fit."""
    row: list[Button] = []
    for button in reply.buttons:
        lengths = [len(one.label) for one in (*row, button)]
        if row and (sum(lengths) > WIDEST_ROW or max(lengths) * len(lengths) > WIDEST_EQUAL):
            yield row
            row = []
        row.append(button)
    if row:
        yield row


def _button(button: Button) -> InlineKeyboardButton:
    label, data, press = button
    match press:
        case Press.OPEN:
            return InlineKeyboardButton(label, url=data)
        case Press.COPY:
            return InlineKeyboardButton(label, copy_text=CopyTextButton(data))
        case Press.SHARE:
            anywhere = SwitchInlineQueryChosenChat(
                data,
                allow_user_chats=True,
                allow_bot_chats=False,
                allow_group_chats=True,
                allow_channel_chats=True,
            )
            return InlineKeyboardButton(label, switch_inline_query_chosen_chat=anywhere)
        case Press.CALL:
            return InlineKeyboardButton(label, callback_data=data)
