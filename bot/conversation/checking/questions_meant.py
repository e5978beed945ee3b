"""Finds the question whose answer a command such as /why is about."""

from telegram import Message
from telegram.constants import ChatType

from bot.conversation.answering.memory import RecentAnswers
from bot.conversation.requests import message_replied_to
from bot.replies.commands import ASK
from retrieval.answer import Turn

Asked = tuple[str, Turn | None]  # the words, and the turn that they follow up on


def question_meant(message: Message, recent: RecentAnswers, *, samples: bool) -> Asked | None:
    """Return the question of the answer that a message replies to.

    In a private chat, a message that replies to nothing means the last answer. ``samples`` says
    whether the sources are the sample articles now: places in other articles mean nothing.
    """
    replied = message_replied_to(message)
    if replied is not None:
        answer = recent.find_by_answer(replied) or recent.find(replied)
    elif message.chat.type == ChatType.PRIVATE:
        answer = recent.find_above(message)
    else:
        answer = None
    if answer is None or answer.request.command != ASK:
        return None
    before = answer.before
    if before is not None and answer.samples != samples:
        before = Turn(before.question)
    return answer.request.words, before
