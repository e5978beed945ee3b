"""The rules of the Bot API that every call must keep."""

from urllib.parse import urlsplit

from fake_telegram import (
    covered,
    utf16,
)
from live import check_nesting, left_live

MADE = {
    "blockquote",
    "expandable_blockquote",
    "bold",
    "text_link",
    "code",
}  # the entities that the bot makes


def check(call, chat):
    """Check that Telegram would accept a call, and that it concerns this chat only."""
    given = call.parameters
    assert given.get("chat_id", chat) == chat
    assert "parse_mode" not in given
    if call.method == "answerCallbackQuery":
        assert len(given.get("text", "")) <= 200
    if call.method in ("sendMessage", "editMessageText"):
        check_text(given["text"], given.get("entities", []))
        check_quote(given.get("reply_parameters", {}))
        for row in given.get("reply_markup", {}).get("inline_keyboard", []):
            assert all(button["text"].strip() for button in row)
            for button in row:
                check_button(button)


def check_quote(replied):
    """Check the quote of a reply, if it has one; only Telegram knows the message."""
    assert ("quote" in replied) == ("quote_position" in replied)
    if "quote" in replied:
        assert 1 <= utf16(replied["quote"]) <= 1024
        assert replied["quote"] == replied["quote"].strip()
        assert replied["quote_position"] >= 0


def check_button(button):
    """Check the one thing that a button does."""
    ((kind, does),) = ((name, value) for name, value in button.items() if name != "text")
    match kind:
        case "callback_data":
            assert 1 <= len(does.encode()) <= 64
        case "url":
            assert does.startswith(("http://", "https://"))
            assert "." in urlsplit(does).hostname
            assert len(does) <= 2048
        case "copy_text":
            assert 1 <= utf16(does["text"]) <= 256
        case "switch_inline_query_chosen_chat":
            assert utf16(does["query"]) <= 256
            assert any(does.get(f"allow_{where}_chats") for where in ("user", "group", "channel"))
        case _:
            raise AssertionError(f"the bot makes no buttons with {kind}")


def check_text(text, marks):
    length = utf16(text)  # fails on a lone surrogate
    assert text.strip()
    assert 1 <= length <= 4096
    assert len(marks) <= 100
    for mark in marks:
        assert mark["type"] in MADE
        assert 0 <= mark["offset"] < mark["offset"] + mark["length"] <= length
        assert covered(text, mark).strip()  # fails if it cuts a character in two
    check_nesting(marks)
    assert left_live(text, marks) == []
