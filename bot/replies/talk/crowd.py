"""One message for several readers: each question above its answer."""

from collections.abc import Sequence
from dataclasses import replace

from bot.replies.labels import label, utf16_length
from bot.replies.reply import LONGEST_MESSAGE, Kind, Mark, Reply, fitting, joined, untrusted

LONGEST_HEADING = 150  # UTF-16 units of a question above its answer
LEAST_ROOM = 700  # UTF-16 units of an answer: two quotes, as a rule


def heading_of(question: str) -> Reply:
    """Return a question as the bold line above its answer; it mentions nobody."""
    typed = untrusted(label(question, LONGEST_HEADING) or "…")
    return replace(typed, marks=(*typed.marks, Mark(Kind.BOLD, 0, len(typed.text))))


def room_for_one(count: int) -> int:
    """Return the UTF-16 units for each of so many answers in a message."""
    return max(LONGEST_MESSAGE // count, LEAST_ROOM) - LONGEST_HEADING


def below_question(question: str, reply: Reply) -> Reply:
    """Return a reply below the question that it answers."""
    return joined([heading_of(question), replace(reply, buttons=())], "\n")


def fit(blocks: Sequence[Reply], notes: Sequence[Reply]) -> bool:
    """Whether answers and notes fit into one message."""
    room = LONGEST_MESSAGE - sum(utf16_length(note.text) + 2 for note in notes)
    return fitting(blocks, room=room) == len(blocks)
