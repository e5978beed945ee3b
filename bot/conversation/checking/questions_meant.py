"""Finds the question whose answer a command such as /why is about."""

from telegram import Message
from telegram.constants import ChatType

from bot.conversation.answering.memory import RecentAnswers
from bot.conversation.answering.shown_again import Asked, asked_of, question_of
from bot.conversation.requests import is_by, message_replied_to


def question_meant(message: Message, recent: RecentAnswers, *, samples: bool) -> Asked | None:
    """Return the question that a message replies to, or whose answer it replies to.

    In a private chat, a message that replies to nothing means the last answer. ``samples`` says
    whether the sources are now the sample articles.
    """
    bot = message.get_bot().bot
    replied = message_replied_to(message)
    if replied is not None and is_by(replied, bot):
        return question_of(replied, recent, bot, samples=samples)
    answer = None
    if replied is not None:
        answer = recent.find(replied)
    elif message.chat.type == ChatType.PRIVATE:
        answer = recent.find_above(message)
    return asked_of(answer, samples=samples) if answer else None
