"""Conversion of a message that the bot sent back to the reply that it shows."""

from collections.abc import Iterator

from telegram import InlineKeyboardButton, Message

from bot.delivery.entities import TYPES
from bot.replies.reply import Button, Mark, Press, Reply

KINDS = {at_telegram.value: kind for kind, at_telegram in TYPES.items()}


def reply_of(shown: Message) -> Reply:
    """Return what a message shows, without the links that Telegram itself made of the text."""
    text = shown.text or ""
    units = text.encode("utf-16-le")
    marks = []
    for entity in shown.entities:
        if kind := KINDS.get(entity.type):
            # An offset within a letter, which Telegram never sends, is before it.
            start = len(units[: 2 * entity.offset].decode("utf-16-le", "ignore"))
            end = len(units[: 2 * (entity.offset + entity.length)].decode("utf-16-le", "ignore"))
            marks.append(Mark(kind, start, end, entity.url))
    return Reply(text, tuple(marks), tuple(_buttons(shown)))


def _buttons(shown: Message) -> Iterator[Button]:
    rows = shown.reply_markup.inline_keyboard if shown.reply_markup else ()
    for button in (one for row in rows for one in row):
        if (reply := _button(button)) is not None:
            yield reply


def _button(button: InlineKeyboardButton) -> Button | None:
    if button.url:
        return Button(button.text, button.url, Press.OPEN)
    if button.copy_text:
        return Button(button.text, button.copy_text.text, Press.COPY)
    if button.switch_inline_query_chosen_chat:
        asked = button.switch_inline_query_chosen_chat.query or ""
        return Button(button.text, asked, Press.SHARE)
    data = button.callback_data
    return Button(button.text, data) if isinstance(data, str) else None
