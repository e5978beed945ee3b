"""The question that a message of the bot answers, so that it can be answered again."""

from typing import NamedTuple

from telegram import Message, User

from bot.conversation.answering.memory import RecentAnswers
from bot.conversation.answering.recent_answer import RecentAnswer
from bot.conversation.silence import read_request
from bot.replies.commands import ASK
from retrieval.answer import Turn


class Asked(NamedTuple):
    """A question and the turn that it follows up on."""

    words: str
    before: Turn | None = None


def question_of(
    shown: Message, recent: RecentAnswers, bot: User, *, samples: bool
) -> Asked | None:
    """Return what an answer of the bot answers; None if it answers no question or is forgotten.

    An hour after the answer, this is the message that it replies to, without what that follows up
    on. Telegram shows that message only with the answer itself, not with a reply to the answer.
    ``samples`` says whether the sources are now the sample articles.
    """
    answer = recent.find_by_answer(shown)
    if answer is not None:
        return asked_of(answer, samples=samples)
    asked = shown.reply_to_message
    request = read_request(asked, bot) if asked else None
    return Asked(request.words) if request and request.command == ASK else None


def asked_of(answer: RecentAnswer, *, samples: bool) -> Asked | None:
    """Return what an answer answers; None if it is the reply to another command."""
    if answer.request.command != ASK:
        return None
    before = answer.before
    if before and answer.samples != samples:  # the places in it are those of other articles
        before = Turn(before.question)
    return Asked(answer.request.words, before)
