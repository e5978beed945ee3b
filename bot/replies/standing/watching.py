"""Messages about the questions that a chat wants to have answered when articles come in."""

from collections.abc import Sequence
from dataclasses import replace

from bot.replies.labels import label, plural, short_day_label, utf16_length
from bot.replies.reply import (
    LONGEST_MESSAGE,
    Button,
    Kind,
    Mark,
    Reply,
    filled,
    joined,
    untrusted,
)
from bot.replies.talk.messages import message_reply
from corpus.store.chats.standing_questions import (
    LONGEST,
    MOST_IN_CHAT,
    Full,
    StandingQuestion,
)
from corpus.store.sources import Sources
from retrieval.answer import Answer

UNWATCH = "unwatch"
IN_LIST = "list"
HOW_TO_WATCH = "Send /watch and a question. I’ll tell you here when a new article answers it."
ONE_AT_A_TIME = "Please send one question at a time."
TOO_LONG = "That question is too long. Please keep it to {most} characters."
KNOWN = Reply("I can already answer that:")
WATCHING = (
    "I’ll tell you here when a new article answers this:\n{question}\n"
    "I watch for it for {days} days. /watching lists your questions."
)
NOT_WATCHING = "I’m not watching for any question here. " + HOW_TO_WATCH
LISTED = (
    "I’m watching for an answer to this question:",
    "I’m watching for answers to these questions:",
)
LINE = "{number}. {question}, since {day}"
HOW_TO_STOP = ("To stop, tap the button.", "To stop, tap the question’s button.")
ENDED = "Stopped watching for this:\n{question}"
ENDED_BEFORE = "I’m no longer watching for that."
FULL = {
    Full.CHAT: f"I can watch for {MOST_IN_CHAT} questions in a chat. To end one, send /watching.",
    Full.ALL: "I’m watching for as many questions as I can. Please try again another day.",
}
UNSERVED = "I can only do that in chats that my operator has listed."
TOLD = "You asked: {question}"
TOLD_AFTER = "I’m no longer watching for this."
LONGEST_QUESTION = 300  # characters
LONGEST_SHOWN = 300  # UTF-16 units


def watching_reply(question: StandingQuestion) -> Reply:
    """Return a confirmation that the chat will be told."""
    reply = filled(WATCHING, question=_quoted(question), days=LONGEST.days)
    return replace(reply, buttons=(Button("Stop watching", f"{UNWATCH}:{question.number}"),))


def known_reply(answer: Answer, sources: Sources) -> Reply:
    """Return the answer to a question that needs no watching."""
    reply = message_reply(answer, sources, LONGEST_MESSAGE - utf16_length(KNOWN.text) - 1)
    return joined([KNOWN, reply], "\n")


def list_reply(questions: Sequence[StandingQuestion]) -> Reply:
    """Return a chat's questions, with a button to end each."""
    if not questions:
        return Reply(NOT_WATCHING)
    lines = [
        filled(
            LINE,
            number=number,
            question=_quoted(question),
            day=short_day_label(question.asked.date()),
        )
        for number, question in enumerate(questions, 1)
    ]
    count = len(questions)
    reply = joined(
        [Reply(plural(count, *LISTED)), *lines, Reply(plural(count, *HOW_TO_STOP))], "\n"
    )
    buttons = [
        Button(f"Stop {number}", f"{UNWATCH}:{question.number}:{IN_LIST}")
        for number, question in enumerate(questions, 1)
    ]
    return replace(reply, buttons=tuple(buttons))


def ended_reply(question: StandingQuestion) -> Reply:
    """Return a confirmation that a question was ended."""
    return filled(ENDED, question=_quoted(question))


def told_reply(question: StandingQuestion, answer: Answer, sources: Sources) -> Reply:
    """Return the answer to a question that was asked some time ago, and that it ends."""
    opening = filled(TOLD, question=_quoted(question))
    opening = replace(opening, marks=(*opening.marks, Mark(Kind.BOLD, 0, len(opening.text))))
    around = utf16_length(opening.text) + 1 + utf16_length(TOLD_AFTER) + 2
    reply = message_reply(answer, sources, LONGEST_MESSAGE - around, noted=False)
    return joined([joined([opening, reply], "\n"), Reply(TOLD_AFTER)])


def _quoted(question: StandingQuestion) -> Reply:
    return filled("“{words}”", words=untrusted(label(question.question, LONGEST_SHOWN) or "…"))
