"""One message for several readers: each question above its answer."""

from collections.abc import Sequence
from dataclasses import replace

from bot.replies.answering.asked import LONGEST_HEADING, question_line
from bot.replies.labels import utf16_length
from bot.replies.reply import LONGEST_MESSAGE, Reply, fitting, joined

LEAST_ROOM = 700  # UTF-16 units of an answer: two quotes, as a rule


def room_for_one(count: int) -> int:
    """Return the UTF-16 units for each of so many answers in a message."""
    return max(LONGEST_MESSAGE // count, LEAST_ROOM) - LONGEST_HEADING


def below_question(question: str, reply: Reply) -> Reply:
    """Return a reply below the question that it answers, which mentions nobody."""
    return joined([question_line(question), replace(reply, buttons=())], "\n")


def fit(blocks: Sequence[Reply], notes: Sequence[Reply]) -> bool:
    """Whether answers and notes fit into one message."""
    room = LONGEST_MESSAGE - sum(utf16_length(note.text) + 2 for note in notes)
    return fitting(blocks, room=room) == len(blocks)
