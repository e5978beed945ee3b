"""Replies to messages: to one question, to several, or to small talk."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from bot.replies.answering.answers import (
    answer_reply,
    nearest_reply,
    samples_note,
    updated_note,
)
from bot.replies.answering.asked import question_line
from bot.replies.labels import utf16_length
from bot.replies.reply import LONGEST_MESSAGE, Reply, joined
from bot.replies.talk.small_talk import small_talk_reply
from bot.wording.wording import Counted, Wording
from corpus.article import Article
from corpus.store.sources import Sources
from retrieval.answer import Answer
from retrieval.asking.small_talk import talk_of

LEFT_OUT_ONE = Wording("I answer up to three questions at once. Please send the last one again.")
LEFT_OUT = Counted(
    "I answer up to three questions at once. Please send the other {count} again.",
    "I answer up to three questions at once. Please send the other {count} again.",
)


def message_reply(
    answer: Answer,
    sources: Sources,
    room: int = LONGEST_MESSAGE,
    *,
    nearest: Answer | None = None,
    changed: Sequence[Article] = (),
    noted: bool = True,
) -> Reply:
    """Return the reply to a message; several parts each have their question above them.

    ``nearest`` has the closest sentences, shown for what was not found. For the others, see
    ``answer_reply``.
    """
    if not answer.query and (talk := talk_of(answer.question)):
        return small_talk_reply(talk, sources, in_terminal=room > LONGEST_MESSAGE)
    if answer.parts:
        notes = _left_out_note(answer.left_out)
        notes += [*updated_note(changed, sources), *(samples_note(sources) if noted else [])]
        return _parts_reply(answer, sources, room, nearest, notes)
    if nearest is not None and not answer.found:
        return nearest_reply(answer, nearest, sources, room, noted=noted)
    return answer_reply(answer, sources, room, changed=changed, noted=noted)


def _left_out_note(count: int) -> list[Reply]:
    """Return that so many questions were left out, if any were."""
    if not count:
        return []
    return [Reply(str(LEFT_OUT_ONE) if count == 1 else LEFT_OUT.format(count))]


def reply_below_question(
    answer: Answer, sources: Sources, *, nearest: Answer | None = None
) -> Reply:
    """Return the reply with its question in the first line, unless each part has one already.

    A button makes such a reply: it may be forwarded without the message that it answers.
    """
    if answer.parts:
        return message_reply(answer, sources, nearest=nearest)
    heading = question_line(answer.question, answer.before)
    room = LONGEST_MESSAGE - utf16_length(heading.text) - 1
    return joined([heading, message_reply(answer, sources, room, nearest=nearest)], "\n")


def _parts_reply(
    answer: Answer, sources: Sources, room: int, nearest: Answer | None, notes: Sequence[Reply]
) -> Reply:
    """Return the parts' replies, with as many passages of each as fit beside the others."""
    near = nearest.parts if nearest else ()
    pairs = list(zip_longest(answer.parts, near if len(near) == len(answer.parts) else ()))
    room_each = (room - sum(utf16_length(note.text) + 2 for note in notes)) // len(pairs) - 2
    for most in range(max(1, *(len(part.passages) for part in answer.parts)), 0, -1):
        parts = [_part_reply(*pair, most, sources, room_each) for pair in pairs]
        reply = joined([*parts, *notes], room=room)
        if reply.text == joined([*parts, *notes], room=sys.maxsize).text:
            break
    return reply


def _part_reply(
    part: Answer, near: Answer | None, most: int, sources: Sources, room: int
) -> Reply:
    """Return a part's reply with at most so many passages, below the question as typed."""
    heading = question_line(part.question)
    part = replace(part, passages=part.passages[:most])
    near = replace(near, passages=near.passages[:most]) if near else None
    room_left = room - utf16_length(heading.text) - 1
    reply = message_reply(part, sources, room_left, nearest=near, noted=False)
    return joined([heading, reply], "\n", room)


def below_question(question: str, reply: Reply) -> Reply:
    """Return a reply below the question that it answers, where nobody sees that anywhere else."""
    both = joined([question_line(question), reply], "\n", sys.maxsize)
    fits = utf16_length(both.text) <= LONGEST_MESSAGE
    return replace(both if fits else reply, buttons=reply.buttons)
