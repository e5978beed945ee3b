import pytest
from fake_telegram import GROUP, PRIVATE, Talk
from sent import BUILT, QUESTION, only, quoted

from bot.conversation.feature import Feature, Response
from bot.library.library import Library
from bot.replies.commands import HELP
from bot.replies.reply import Reply


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("/start ref_42", "Hello! I answer questions"),
        ("/help", "/ask@QuotewireBot"),
        ("/privacy", "I delete your questions an hour after"),
        ("/ask", "Ask me about the news"),
        ("hello", "Ask me about the news"),
        (f"/ask {QUESTION}", BUILT),
        ("/sources", "[1] New ferry links Harwick and Sund, Harbour Courier, 3 Mar 2025"),
        ("/sources 2", "[2] Storm closes the Kestrel Bridge"),
        ("/sources 99", "There is no such source."),
        ("/weather", "I don’t know the command /weather. Send /help to see what I can do."),
        ("/sorces 2", "I don’t know the command /sorces. Did you mean /sources?"),
        ("What is the price of gold on Mars?", "I found nothing about that in my 2 sources."),
    ],
)
def test_each_command_has_its_answer(talk, command, words):
    assert words in only(talk.say(command))["text"]


def test_a_picture_gets_a_hint_to_type_the_question(talk):
    picture = {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9}]}
    assert "I can only read text" in only(talk.say(None, **picture))["text"]
    assert quoted(only(talk.say(None, caption=QUESTION, **picture)))[0] == BUILT


@pytest.mark.parametrize("operator", [PRIVATE["id"], 99])
def test_a_command_for_operators_is_unknown_to_others(monkeypatch, bridge, operator):
    async def carry(*_):
        return Response(Reply("For your eyes only."))

    monkeypatch.setattr("bot.application.features_of", lambda _: [Feature({HELP: carry})])
    monkeypatch.setattr("bot.conversation.responses.FOR_OPERATORS", {HELP})
    with Talk(Library.of([bridge]), quotewire_operators={operator}) as talk:
        shown = only(talk.say("/help"))["text"]
        unknown = "I don’t know the command /help"
        assert ("For your eyes only." if operator == PRIVATE["id"] else unknown) in shown
        assert unknown in only(talk.say("/help@QuotewireBot", GROUP))["text"]
