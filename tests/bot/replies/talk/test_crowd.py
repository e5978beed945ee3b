import pytest

from bot.library.library import Library
from bot.replies.labels import utf16_length
from bot.replies.reply import LONGEST_MESSAGE, Kind, Reply
from bot.replies.talk.crowd import LEAST_ROOM, below_question, fit, room_for_one, shortened
from bot.replies.talk.messages import message_reply

ASKED = [
    "How many troops did North Korea send?",
    "how wide is the channel in Baltimore now",
    "latest on the storm",
    "Which country joined NATO in 2024? And when?",
    "who scored the winning goal and how wide is the channel in Baltimore now",
    "hello",
    "Who is the mayor of Atlantis?",
]


@pytest.fixture(scope="module")
def library():
    return Library.of([])


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("room", [1, 200, 600, LONGEST_MESSAGE])
def test_a_shortened_answer_keeps_its_best_sentences_and_never_leaves_one_out(
    library, asked, room
):
    sources = library.sources()
    answer = library.answer(asked, sources)
    short = shortened(answer, sources, room)
    text = message_reply(short, sources, noted=False).text
    assert "too long to send" not in text
    assert bool(short.passages) == bool(answer.passages)
    for part, whole in zip(short.parts or [short], answer.parts or [answer], strict=True):
        assert part.passages == whole.passages[: len(part.passages)]
        assert bool(part.passages) == bool(whole.passages)
        if utf16_length(text) > room * max(len(answer.parts), 1):
            assert len(part.passages) <= 1
    assert (short == answer) is (short.passages == answer.passages)


def test_a_question_stands_in_bold_above_its_answer_without_buttons():
    block = below_question("Did @bob\nbuild it?", Reply("Yes."))
    assert block.text == "Did @bob build it?\nYes."
    assert {mark.kind for mark in block.marks} == {Kind.BOLD, Kind.CODE}
    assert block.buttons == ()


def test_blocks_fit_if_they_and_the_notes_do():
    block = Reply("x" * 2000)
    assert fit([block, block], [])
    assert not fit([block, block], [Reply("y" * 100)])
    assert not fit([block, block, block], [])
    assert room_for_one(2) > room_for_one(12)
    assert room_for_one(12) < LEAST_ROOM
