from fake_telegram import BOT, message
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot, Message

from bot.delivery.entities import entities_of
from bot.delivery.keyboards import keyboard_of
from bot.delivery.shown import reply_of
from bot.replies.reply import Button, Kind, Mark, Press, Reply

BUTTONS = (
    Button("Open", "https://a.example/", Press.OPEN),
    Button("Copy", "It rained.", Press.COPY),
    Button("Share", "who won?", Press.SHARE),
    Button("Context", "context"),
)


def shown(reply, **fields):
    """The message that a reply is sent as."""
    keyboard = keyboard_of(reply)
    sent = message(reply.text, message_id=77, **{"from": BOT})
    sent["entities"] = [one.to_dict() for one in entities_of(reply)]
    if keyboard:
        sent["reply_markup"] = keyboard.to_dict()
    return Message.de_json(sent | fields, Bot("1:a"))


@st.composite
def replies(draw):
    text = draw(st.text(st.sampled_from("ab é😀𝛙\n"), min_size=2, max_size=40))
    places = st.integers(0, len(text) - 1)
    marks = []
    for kind in draw(st.lists(st.sampled_from(list(Kind)), max_size=4)):
        start = draw(places)
        end = draw(st.integers(start + 1, len(text)))
        marks.append(Mark(kind, start, end, "https://a.example/" if kind is Kind.LINK else None))
    return Reply(text, tuple(marks), draw(st.sampled_from([(), BUTTONS, BUTTONS[3:]])))


@given(replies())
def test_a_message_is_sent_again_as_it_was(reply):
    again = reply_of(shown(reply))
    assert again.text == reply.text
    assert again.buttons == reply.buttons
    assert entities_of(again) == entities_of(reply)


def test_what_telegram_itself_marked_is_left_to_telegram():
    marked = [
        {"type": "url", "offset": 0, "length": 9},
        {"type": "bold", "offset": 2, "length": 1},
    ]
    assert reply_of(shown(Reply("a.example"), entities=marked)).marks == (Mark(Kind.BOLD, 2, 3),)


def test_a_message_without_a_text_is_an_empty_reply():
    sticker = shown(Reply("!"), text=None, entities=[])
    assert reply_of(sticker) == Reply("")
