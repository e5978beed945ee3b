"""Guest mode: one answer in a chat that the bot is not a member of, to whoever mentions it."""

import contextlib

from telegram import Message, Update
from telegram.error import BadRequest, TimedOut
from telegram.ext import MessageHandler, filters

from bot.conversation.access import Access
from bot.conversation.elsewhere.results import Results, answer_with, result_of
from bot.conversation.feature import Context, Feature
from bot.conversation.quotas import QuestionQuota, Verdict
from bot.conversation.requests import (
    claim_replied_to,
    question_in,
    split_command,
    turn_replied_to,
    username,
)
from bot.delivery.sender import sender_id
from bot.library.library import Library
from bot.library.second_process import Responder
from bot.replies.about_me import NOT_SERVED, TOO_MANY
from bot.replies.commands import ASK
from bot.replies.elsewhere import Result, guest_reply, only_questions
from bot.replies.reply import Reply
from corpus.clock import Clock
from retrieval.asking.claims import refers_only
from retrieval.asking.given import Given

LISTED = "Answer"  # Telegram wants a title, but nobody sees it


class Guests:
    """Answers guest messages from the library alone, and remembers nothing of their chats.

    The id of such a chat may be that of another chat, so only the user decides who is served.
    """

    def __init__(
        self,
        library: Library,
        answering: Responder,
        access: Access,
        quota: QuestionQuota,
        clock: Clock,
    ) -> None:
        self._library = library
        self._answering = answering
        self._access = access
        self._quota = quota
        self._clock = clock

    def feature(self) -> Feature:
        """What this adds to the bot."""
        handler = MessageHandler(filters.UpdateType.GUEST_MESSAGE, self.answer)
        return Feature(routes=[handler])

    async def answer(self, update: Update, context: Context) -> None:
        """Answer a guest message once."""
        message = update.guest_message
        if message is None or not message.guest_query_id or _is_by_bot(message):
            return
        reply = await self._reply(message)
        if reply is None:
            return
        result = result_of(Result(LISTED.lower(), LISTED, "", reply))

        async def answer(results: Results) -> None:
            await context.bot.answer_guest_query(message.guest_query_id or "", results[0])

        # The query has expired, or its answer may have arrived: it must not come twice.
        with contextlib.suppress(BadRequest, TimedOut):
            await answer_with(answer, (result,))

    async def _reply(self, message: Message) -> Reply | None:
        verdict = self._quota.take(sender_id(message))
        if verdict is not Verdict.ALLOWED:
            return Reply(str(TOO_MANY)) if verdict is Verdict.REFUSED else None
        user = message.from_user
        if not self._access.is_served(user.id if user else sender_id(message)):
            return Reply(str(NOT_SERVED))
        bot = message.get_bot().bot
        command, target, _ = split_command(message, bot)
        if target and target != username(bot):
            return None
        if command not in (None, ASK):
            return only_questions(bot.username or "")
        question = question_in(message, bot)
        if refers_only(question):
            question = claim_replied_to(message, bot) or question
        return await self._answer_to(message, question)

    async def _answer_to(self, message: Message, question: str) -> Reply:
        bot = message.get_bot().bot
        sources = self._library.sources()
        after = turn_replied_to(message, question, bot)
        given = Given(after=after, today=self._clock().date())
        answer = await self._answering.answer(question, sources, given)
        return guest_reply(answer, sources, bot.username or "")


def _is_by_bot(message: Message) -> bool:
    """Whether a bot wrote a message: two bots could answer each other for ever."""
    sender = message.from_user
    return sender is not None and sender.is_bot and message.sender_chat is None
