"""One message for several readers: each question above its answer."""

from collections.abc import Sequence
from dataclasses import replace

from bot.replies.answering.asked import LONGEST_HEADING, question_line
from bot.replies.labels import utf16_length
from bot.replies.reply import LONGEST_MESSAGE, Reply, fitting, joined
from bot.replies.talk.messages import message_reply
from corpus.store.sources import Sources
from retrieval.answer import Answer, Passage, View

LEAST_ROOM = 700  # UTF-16 units of an answer: two quotes, as a rule


def room_for_one(count: int) -> int:
    """Return the UTF-16 units for each of so many answers in a message."""
    return max(LONGEST_MESSAGE // count, LEAST_ROOM) - LONGEST_HEADING


def shortened(answer: Answer, sources: Sources, room: int) -> Answer:
    """Return an answer with as many passages of each part as take up to ``room`` UTF-16 units.

    One always stays: a sentence is not left out because others ask, too.
    """
    most = max(len(part.passages) for part in answer.parts or [answer])
    for count in range(most, 0, -1):
        answer = _with_passages(answer, count)
        reply = message_reply(answer, sources, noted=False)
        if utf16_length(reply.text) <= room * max(len(answer.parts), 1):
            break
    return answer


def _with_passages(answer: Answer, count: int) -> Answer:
    """An answer with so many passages of each part; further articles are counted."""
    parts = tuple(_with_passages(part, count) for part in answer.parts)
    kept = tuple(one for part in parts for one in part.passages) or answer.passages[:count]
    left_out = len(_articles(answer.passages) - _articles(kept))
    is_topic = answer.view is not View.SENTENCES
    more = answer.more + left_out * is_topic
    return replace(answer, passages=kept, parts=parts, more=more)


def _articles(passages: Sequence[Passage]) -> set[str]:
    return {passage.sentence.article.id for passage in passages}


def below_question(question: str, reply: Reply) -> Reply:
    """Return a reply below the question that it answers, which mentions nobody."""
    return joined([question_line(question), replace(reply, buttons=())], "\n")


def fit(blocks: Sequence[Reply], notes: Sequence[Reply]) -> bool:
    """Whether answers and notes fit into one message."""
    room = LONGEST_MESSAGE - sum(utf16_length(note.text) + 2 for note in notes)
    return fitting(blocks, room=room) == len(blocks)
