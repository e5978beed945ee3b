import pytest
from sent import BUILT, QUESTION, only, quoted


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
        ("/sources abc", "There is no such source."),
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
