import pytest
from fake_telegram import GROUP, PRIVATE, covered, utf16
from hypothesis import given
from hypothesis import strategies as st
from sent import BUILT, QUESTION, only, quoted
from telegram import Chat, Message, MessageEntity

from bot.conversation.answering.asked_words import LONGEST_QUOTE, asked_words

BOT = "@QuotewireBot"
TALE = "I was on the islands last week, and everybody there spoke of the new electric ferry. " * 3


def reply_to(talk, text, chat=GROUP, **fields):
    """What the bot's reply to a message quotes of it, with its place; None if nothing."""
    said = talk.message(text, chat, **fields)
    parameters = talk.send("message", said)[-1]["reply_parameters"]
    if "quote" not in parameters:
        return None
    mark = {"offset": parameters["quote_position"], "length": utf16(parameters["quote"])}
    assert covered(text, mark) == parameters["quote"]
    return parameters["quote"]


def test_the_reply_to_a_long_message_quotes_its_question(talk):
    assert reply_to(talk, f"😀 {TALE}{QUESTION} {BOT}") == QUESTION
    assert reply_to(talk, f"{BOT} {TALE}Who built\n the vessel?") == "Who built\n the vessel?"


def test_the_reply_to_several_lines_quotes_all_that_asks(talk):
    text = f"Hello {BOT}\n{QUESTION}\nWhat does a single ticket cost?\nThanks!"
    assert reply_to(talk, text) == f"{QUESTION}\nWhat does a single ticket cost?"
    claim = "The vessel was built in Norvik"
    assert reply_to(talk, f"{BOT}\n{claim}") == claim


def test_the_reply_to_a_short_message_and_in_private_quotes_nothing(talk):
    assert reply_to(talk, f"{BOT} {QUESTION}") is None
    assert reply_to(talk, f"{TALE}{QUESTION}", PRIVATE) is None
    assert reply_to(talk, f"/sources@QuotewireBot\n{TALE}") is None


def test_words_that_do_not_stand_in_one_piece_are_not_quoted(talk):
    assert reply_to(talk, f"{TALE}Who built {BOT} the vessel?") is None


def test_a_quote_that_would_hide_the_answer_is_left_out(talk):
    assert reply_to(talk, f"{BOT}\nWho built {'the ferry and ' * 30}the vessel?") is None


def test_words_with_formats_that_a_quote_must_repeat_are_not_quoted(talk):
    text = f"{BOT}\n{QUESTION}"
    mention = {"type": "mention", "offset": 0, "length": len(BOT)}
    for kind, kept in (("bold", None), ("italic", None), ("code", QUESTION)):
        marks = [mention, {"type": kind, "offset": len(BOT) + 5, "length": 5}]
        assert reply_to(talk, text, entities=marks) == kept


@pytest.mark.parametrize("description", ["QUOTE_TEXT_INVALID", "Bad Request: quote not found"])
def test_a_refused_quote_does_not_lose_the_answer(talk, description):
    talk.api.fail("sendMessage", 400, description)
    refused, sent = talk.say(f"{TALE}{QUESTION} {BOT}", GROUP)
    assert refused["reply_parameters"]["quote"] == QUESTION
    assert sent["reply_parameters"] == {
        "message_id": refused["reply_parameters"]["message_id"],
        "allow_sending_without_reply": True,
    }
    assert quoted(sent)[0] == BUILT


@given(
    st.lists(
        st.sampled_from([QUESTION, "\n", " ", "😀", "1. ", "Who was it?", "It sank.", "and", BOT,
                         "\u202e", "https://a.example/?a=1", "a" * 150, "- when?", "(?"]),
        max_size=12,
    ).map("".join)
)  # fmt: skip
def test_whatever_is_quoted_is_a_part_of_the_message(text):
    class Bot:
        bot = type("User", (), {"id": 7, "username": "QuotewireBot"})

    marks = [
        MessageEntity("mention", utf16(text[:at]), len(BOT))
        for at in range(len(text))
        if text.startswith(BOT, at)
    ]
    said = Message(1, None, Chat(-1, "group"), text=text or "…", entities=marks)
    said.set_bot(Bot())
    found = asked_words(said)
    if found is not None:
        mark = {"offset": found.start, "length": utf16(found.text)}
        assert covered(text, mark) == found.text
        assert 1 <= utf16(found.text) <= LONGEST_QUOTE
        assert only({found.text.strip()}) == found.text
