"""Conversion of a reply's buttons to Telegram's keyboards."""

from collections.abc import Iterator

from telegram import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    SwitchInlineQueryChosenChat,
)

from bot.replies.reply import Button, Press, Reply

WIDEST_ROW = 32  # characters; a phone cuts the labels of a longer row


def keyboard_of(reply: Reply) -> InlineKeyboardMarkup | None:
    """Return the reply's buttons in rows, in order; None if it has none."""
    rows = [[_button(button) for button in row] for row in _rows(reply)]
    return InlineKeyboardMarkup(rows) if rows else None


def _rows(reply: Reply) -> Iterator[list[Button]]:
    """Yield rows of as many buttons as fit."""
    row: list[Button] = []
    for button in reply.buttons:
        if row and sum(len(one.label) for one in (*row, button)) > WIDEST_ROW:
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
