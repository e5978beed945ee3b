"""Messages about the questions that a chat wants to have answered when articles come in."""

from collections.abc import Sequence
from dataclasses import replace

from bot.replies.labels import label, short_day_label, utf16_length
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
from bot.wording.wording import Counted, Wording
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
HOW_TO_WATCH = Wording(
    "Send /watch and a question. I’ll tell you here when a new article answers it."
)
ONE_AT_A_TIME = Wording("Please send one question at a time.")
TOO_LONG = Counted(
    "That question is too long. Please keep it to {count} character.",
    "That question is too long. Please keep it to {count} characters.",
)
KNOWN = Wording("I can already answer that:")
WATCHING = Counted(
    "I’ll tell you here when a new article answers this:\n“{question}”\n"
    "I watch for it for {count} day. /watching lists your questions.",
    "I’ll tell you here when a new article answers this:\n“{question}”\n"
    "I watch for it for {count} days. /watching lists your questions.",
)
NOT_WATCHING = Wording(
    "I’m not watching for any question here. Send /watch and a question. I’ll tell you here when "
    "a new article answers it."
)
LISTED_ONE = Wording("I’m watching for an answer to this question:")
LISTED = Wording("I’m watching for answers to these questions:")
# Translators: a question in a list of those that the bot watches for; {day} is when it was asked.
LINE = Wording("{number}. “{question}”, since {day}")
STOP = Wording("Stop watching")
# Translators: on a button; {number} is the number of a question in a list.
STOP_ONE = Wording("Stop {number}")
HOW_TO_STOP_ONE = Wording("To stop, tap the button.")
HOW_TO_STOP = Wording("To stop, tap the question’s button.")
ENDED = Wording("Stopped watching for this:\n“{question}”")
ENDED_BEFORE = Wording("I’m no longer watching for that.")
FULL = Counted(
    "I can watch for {count} question in a chat. To end one, send /watching.",
    "I can watch for {count} questions in a chat. To end one, send /watching.",
)
ALL_FULL = Wording("I’m watching for as many questions as I can. Please try again another day.")
UNSERVED = Wording("I can only do that in chats that my operator has listed.")
TOLD = Wording("You asked: “{question}”")
TOLD_AFTER = Wording("I’m no longer watching for this.")
LONGEST_QUESTION = 300  # characters
LONGEST_SHOWN = 300  # UTF-16 units


def watching_reply(question: StandingQuestion) -> Reply:
    """Return a confirmation that the chat will be told."""
    days = LONGEST.days
    reply = filled(WATCHING.of(days), question=_words(question), count=days)
    return replace(reply, buttons=(Button(str(STOP), f"{UNWATCH}:{question.number}"),))


def known_reply(answer: Answer, sources: Sources) -> Reply:
    """Return the answer to a question that needs no watching."""
    known = Reply(str(KNOWN))
    reply = message_reply(answer, sources, LONGEST_MESSAGE - utf16_length(known.text) - 1)
    return joined([known, reply], "\n")


def list_reply(questions: Sequence[StandingQuestion]) -> Reply:
    """Return a chat's questions, with a button to end each."""
    if not questions:
        return Reply(str(NOT_WATCHING))
    lines = [
        filled(
            LINE,
            number=number,
            question=_words(question),
            day=short_day_label(question.asked.date()),
        )
        for number, question in enumerate(questions, 1)
    ]
    is_one = len(questions) == 1
    head = str(LISTED_ONE if is_one else LISTED)
    end = str(HOW_TO_STOP_ONE if is_one else HOW_TO_STOP)
    reply = joined([Reply(head), *lines, Reply(end)], "\n")
    buttons = [
        Button(STOP_ONE.format(number=number), f"{UNWATCH}:{question.number}:{IN_LIST}")
        for number, question in enumerate(questions, 1)
    ]
    return replace(reply, buttons=tuple(buttons))


def ended_reply(question: StandingQuestion) -> Reply:
    """Return a confirmation that a question was ended."""
    return filled(ENDED, question=_words(question))


def told_reply(question: StandingQuestion, answer: Answer, sources: Sources) -> Reply:
    """Return the answer to a question that was asked some time ago, and that it ends."""
    opening = filled(TOLD, question=_words(question))
    opening = replace(opening, marks=(*opening.marks, Mark(Kind.BOLD, 0, len(opening.text))))
    after = Reply(str(TOLD_AFTER))
    around = utf16_length(opening.text) + 1 + utf16_length(after.text) + 2
    reply = message_reply(answer, sources, LONGEST_MESSAGE - around, noted=False)
    return joined([joined([opening, reply], "\n"), after])


def full_reply(full: Full) -> Reply:
    """Return why no other question can be watched for."""
    return Reply(FULL.format(MOST_IN_CHAT) if full is Full.CHAT else str(ALL_FULL))


def too_long_reply() -> Reply:
    """Return that a question is too long to be watched for."""
    return Reply(TOO_LONG.format(LONGEST_QUESTION))


def _words(question: StandingQuestion) -> Reply:
    return untrusted(label(question.question, LONGEST_SHOWN) or "…")
