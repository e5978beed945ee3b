"""The routing of updates to what answers them, and the sending of the answers to messages."""

from collections.abc import Sequence
from time import perf_counter

from telegram import Bot, Message, Update
from telegram.constants import ChatType
from telegram.ext import ChatMemberHandler, MessageHandler, filters

from bot.conversation.admission import Admission
from bot.conversation.answering.asked_words import asked_words
from bot.conversation.answering.joint_answers import JointAnswers
from bot.conversation.answering.memory import RecentAnswers
from bot.conversation.buttons import Buttons
from bot.conversation.feature import Context, Feature, Route
from bot.conversation.groups.memberships import Memberships
from bot.conversation.reacting.courtesies import reaction_to
from bot.conversation.requests import Request
from bot.conversation.responses import Responses
from bot.conversation.silence import is_recent_edit, read_request
from bot.delivery.place import place_of
from bot.delivery.receipt import in_hand, receipt_in_hand
from bot.delivery.send import edit_at, send
from bot.delivery.signs.reactions import react
from bot.delivery.signs.typing import typing
from bot.jobs.job import Job, Work
from bot.jobs.job_queue import JobQueue
from bot.monitoring.metrics import Metrics
from bot.monitoring.supervisor import BackgroundJob
from bot.replies.commands import ASK, MANAGING_SOURCES


class Handlers:
    """Receives updates and passes them to the modules of this package that answer them."""

    def __init__(
        self,
        responses: Responses,
        joint: JointAnswers,
        buttons: Buttons,
        memberships: Memberships,
        features: Sequence[Feature],
        admission: Admission,
        recent: RecentAnswers,
        jobs: JobQueue,
        metrics: Metrics,
    ) -> None:
        self._responses = responses
        self._joint = joint
        self._buttons = buttons
        self._memberships = memberships
        self._features = features
        self._admission = admission
        self._recent = recent
        self._jobs = jobs
        self._metrics = metrics

    def routes(self) -> list[Route]:
        """The handler of each kind of update; all other updates are ignored."""
        membership = ChatMemberHandler(self._memberships.changed, ChatMemberHandler.MY_CHAT_MEMBER)
        return [
            MessageHandler(filters.UpdateType.MESSAGE, self.message),
            MessageHandler(filters.UpdateType.EDITED_MESSAGE, self.edited_message),
            *(route for feature in self._features for route in feature.routes),
            *self._buttons.routes(),  # last: they take any press
            membership,
        ]

    def jobs(self, bot: Bot) -> list[BackgroundJob]:
        """What the features do in the background; of several bots, in one."""
        return [job for feature in self._features for job in feature.jobs(bot)]

    def own_jobs(self) -> list[BackgroundJob]:
        """What the features do in the background in each bot."""
        return [job for feature in self._features for job in feature.own_jobs]

    async def message(self, update: Update, context: Context) -> None:
        """Answer a message, if it is for the bot, or several questions together."""
        receipt = in_hand.get()
        if receipt is not None and receipt.is_joint:
            await self._joint.answer(receipt)
            return
        message = update.message
        if message is None:
            return
        await self._memberships.moved(message)
        request = read_request(message, context.bot.bot)
        if request is None or await self._reacts(message, request):
            return
        if not await self._admission.admits(message, request):
            return
        if self._responses.is_slow(request):
            await self._answer_later(update, message, request)
        else:
            await self._answer(message, request)

    async def edited_message(self, update: Update, context: Context) -> None:
        """Edit the answer to an edited question, or answer it if it had no answer."""
        message = update.edited_message
        request = read_request(message, context.bot.bot) if message else None
        if message is None or request is None or not is_recent_edit(message):
            return
        if request.command in MANAGING_SOURCES or self._responses.is_slow(request):
            return
        if not await self._admission.admits(message, request):
            return
        answer = self._recent.find(message)
        if answer is None and self._responses.is_whole(message):
            await self._answer(message, request)
        elif answer is None:
            return  # a further part of a text, which has its answer
        elif answer.request != request and answer.is_joint:
            await self._answer(message, request)  # the message has other answers
        elif answer.request != request:
            response = await self._responses.respond(message, request)
            if response.reply is not None:
                await edit_at(context.bot, answer.sent, response.reply)
                self._recent.remember(message, response.to_remember(request, answer.sent))

    async def _reacts(self, message: Message, request: Request) -> bool:
        """Whether a reaction answers a message; it is made if the chat is served."""
        emoji = reaction_to(message, request)
        if emoji is not None and self._admission.serves(message):
            await react(message, emoji)
        return emoji is not None

    async def _answer(self, message: Message, request: Request) -> None:
        start = perf_counter()
        with typing(message) as shown:
            response = await self._responses.respond(message, request)
            if message.chat.type != ChatType.PRIVATE:
                shown.stop()  # a group's limit may take a minute, which a reaction tells
            if response.reaction is not None:
                await react(message, response.reaction)
            if response.reply is None:
                return
            quoted = asked_words(message) if request.command == ASK else None
            sent = await send(message, response.reply, quoted)
        if request.command == ASK:
            self._metrics.seconds.observe(perf_counter() - start)
        self._recent.remember(message, response.to_remember(request, place_of(sent)))

    async def _answer_later(self, update: Update, message: Message, request: Request) -> None:
        """Queue the work of a slow command, whose answer comes when it is done."""
        work, about = await self._responses.work(message, request)
        if isinstance(work, Work):
            reply = self._jobs.submit(Job(update, message, receipt_in_hand(), work))
        else:
            reply = work
        if reply is not None:
            await send(about, reply)
