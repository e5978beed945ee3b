"""The routing of updates to their handlers, and the limits on what is answered."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property, partial
from time import perf_counter

from telegram import Bot, ChatMember, ChatMemberRestricted, Message, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext import ChatMemberHandler, MessageHandler, filters

from bot.conversation.access import Access, turn_away
from bot.conversation.adding.additions import Additions
from bot.conversation.adding.offers import offer_at_once, with_offer
from bot.conversation.answering.asked_words import asked_words
from bot.conversation.answering.joint_answers import JointAnswers
from bot.conversation.answering.memory import RecentAnswers
from bot.conversation.answering.questions import Questions
from bot.conversation.answering.recent_answer import RecentAnswer
from bot.conversation.buttons import Buttons
from bot.conversation.chat_sources.feeds import Feeds
from bot.conversation.chat_sources.own_sources import OwnSources
from bot.conversation.commands import Commands
from bot.conversation.feature import Context, Feature, Prepare, Response, Route
from bot.conversation.quotas import QuestionQuota, Verdict
from bot.conversation.reacting.courtesies import reaction_to
from bot.conversation.requests import UNKNOWN, WORDLESS, Request
from bot.conversation.silence import is_recent_edit, read_request
from bot.delivery.place import Place, place_of
from bot.delivery.receipt import Receipt, in_hand, seconds_waited
from bot.delivery.send import edit_at, send
from bot.delivery.sender import sender_id
from bot.delivery.signs.reactions import react
from bot.delivery.signs.typing import typing
from bot.jobs.job import Job, Work
from bot.jobs.job_queue import JobQueue
from bot.monitoring.metrics import Metrics
from bot.monitoring.supervisor import BackgroundJob
from bot.replies.about_me import BUSY, NOT_SERVED, TOO_MANY
from bot.replies.chat_sources.adding import OUT_OF_SIGHT
from bot.replies.commands import ADD, ASK, FOLLOW, FOR_OPERATORS, MANAGING_SOURCES
from bot.replies.reply import Reply
from corpus.clock import Clock, now
from retrieval.asking.claims import refers_only

logger = logging.getLogger(__name__)

SLOW = frozenset({ADD, FOLLOW})  # answered through the queue of slow work
BACKLOG = timedelta(minutes=1)  # what is older on arrival does not count towards a user's quota


class Handlers:
    """Receives updates and passes them to the modules of this package that answer them."""

    def __init__(
        self,
        commands: Commands,
        questions: Questions,
        access: Access,
        own_sources: OwnSources,
        additions: Additions,
        feeds: Feeds,
        recent: RecentAnswers,
        jobs: JobQueue,
        quota: QuestionQuota,
        buttons: Buttons,
        features: Sequence[Feature],
        metrics: Metrics,
        clock: Clock = now,
    ) -> None:
        self._commands = commands
        self._questions = questions
        self._access = access
        self._own_sources = own_sources
        self._additions = additions
        self._feeds = feeds
        self._recent = recent
        self._jobs = jobs
        self._quota = quota
        self._buttons = buttons
        self._features = features
        self._carried = {name: carry for one in features for name, carry in one.commands.items()}
        self._metrics = metrics
        self._clock = clock

    def routes(self) -> list[Route]:
        """The handler of each kind of update; all other updates are ignored."""
        return [
            MessageHandler(filters.UpdateType.MESSAGE, self.message),
            MessageHandler(filters.UpdateType.EDITED_MESSAGE, self.edited_message),
            *(route for feature in self._features for route in feature.routes),
            *self._buttons.routes(),  # last: they take any press
            ChatMemberHandler(self.membership, ChatMemberHandler.MY_CHAT_MEMBER),
        ]

    def jobs(self, bot: Bot) -> list[BackgroundJob]:
        """What the features do in the background."""
        return [job for feature in self._features for job in feature.jobs(bot)]

    @cached_property
    def _joint(self) -> JointAnswers:
        return JointAnswers(
            *(self._questions, self._own_sources, self._recent, self._access),
            *(self._verdict, self._metrics),
        )

    async def message(self, update: Update, context: Context) -> None:
        """Answer a message, if it is for the bot, or several questions together."""
        receipt = in_hand.get()
        if receipt is not None and receipt.is_joint:
            await self._joint.answer(receipt)
            return
        message = update.message
        if message and message.migrate_to_chat_id:
            moved_to = message.migrate_to_chat_id
            self._recent.forget_chat(message.chat_id)
            for moved in filter(None, (one.moved for one in self._features)):
                moved(message.chat_id, moved_to)
            if reply := await self._own_sources.move_chat(message.chat_id, moved_to):
                await send(message, reply)
        request = read_request(message, context.bot.bot) if message else None
        if message is None or request is None or await self._reacts(message, request):
            return
        if not await self._admits(message):
            return
        if request.command in SLOW or self._preparing(request):
            await self._answer_later(update, message, request)
        else:
            await self._answer(message, request)

    async def edited_message(self, update: Update, context: Context) -> None:
        """Edit the answer to an edited question, or answer it if it had no answer."""
        message = update.edited_message
        request = read_request(message, context.bot.bot) if message else None
        if message is None or request is None or not is_recent_edit(message):
            return
        if request.command in MANAGING_SOURCES or self._preparing(request):
            return
        if not await self._admits(message):
            return
        answer = self._recent.find(message)
        if answer is None and self._additions.groups.size(message) == 1:
            await self._answer(message, request)
        elif answer is None:
            return  # a further part of a text, which has its answer
        elif answer.request != request and answer.is_joint:
            await self._answer(message, request)  # the message has other answers
        elif answer.request != request:
            response = await self._respond(message, request)
            if response.reply is not None:
                await edit_at(context.bot, answer.sent, response.reply)
                self._remember(message, request, answer.sent, response)

    async def membership(self, update: Update, _: Context) -> None:
        """Leave a chat that is not served; delete a group's sources when removed from it."""
        change = update.my_chat_member
        if change is None or change.chat.type == ChatType.PRIVATE:
            return
        for feature in self._features:
            feature.membership(change)
        is_inside = _is_inside(change.new_chat_member)
        is_added = is_inside and not _is_inside(change.old_chat_member)
        is_served = self._access.is_served(change.chat.id, change.from_user.id)
        if is_added and not is_served:
            await turn_away(change.chat, partial(change.chat.send_message, NOT_SERVED))
        elif is_added:
            for joined in filter(None, (one.joined for one in self._features)):
                await joined(change)
        if not is_inside:
            self._recent.forget_chat(change.chat.id)
            self._additions.groups.forget_chat(change.chat.id)
            count = await self._own_sources.forget_chat(change.chat.id)
            logger.info("Removed from a group: deleted its sources (%d).", count)

    async def _reacts(self, message: Message, request: Request) -> bool:
        """Whether a reaction answers a message; it is made if the chat is served."""
        emoji = reaction_to(message, request)
        if emoji is not None and self._access.is_served(message.chat_id, sender_id(message)):
            await react(message, emoji)
        return emoji is not None

    async def _admits(self, message: Message) -> bool:
        """Whether to answer a message; if not, tell its author why."""
        # The quota comes first: otherwise a stranger could have any number of refusals.
        return await self._is_within_limits(message) and await self._access.admit(message)

    async def _answer(self, message: Message, request: Request) -> None:
        start = perf_counter()
        with typing(message) as shown:
            response = await self._respond(message, request)
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
        self._remember(message, request, place_of(sent), response)

    async def _answer_later(self, update: Update, message: Message, request: Request) -> None:
        """Queue the work of a slow command, whose answer comes when it is done."""
        about = message
        if request.command == ADD:
            work, about = await self._additions.add(message, message.get_bot().bot)
        elif prepare := self._preparing(request):
            work = await prepare(message, request)
        else:
            work = await self._feeds.follow(message, request.words)
        receipt = in_hand.get() or Receipt(lambda: None)
        reply = (
            self._jobs.submit(Job(update, message, receipt, work))
            if isinstance(work, Work)
            else work
        )
        if reply is not None:
            await send(about, reply)

    def _preparing(self, request: Request) -> Prepare | None:
        """What prepares the work of a feature's slow command, if it is one."""
        every = (feature.slow.get(request.command) for feature in self._features)
        return next(filter(None, every), None)

    async def _respond(self, message: Message, request: Request) -> Response:
        if request.command in FOR_OPERATORS and not self._access.is_operators(message.chat):
            request = Request(UNKNOWN, request.command)
        if carry := self._carried.get(request.command):
            return await carry(message, request)
        if emoji := reaction_to(message, request):
            return Response(None, reaction=emoji)
        if request.command not in (ASK, WORDLESS):
            return Response(await self._commands.reply(message, request))
        bot = message.get_bot().bot
        group = self._additions.group_in_hand(message)
        if offer := offer_at_once(group, bot, self._additions.groups.size(message)):
            return Response(offer)
        if message.external_reply and refers_only(request.words):
            return Response(Reply(OUT_OF_SIGHT))
        if request.command == WORDLESS:
            return Response(await self._commands.reply(message, request))
        sources = self._own_sources.sources(message.chat)
        response = await self._questions.answer(message, request.words, sources)
        if response.reply is None:
            return response
        reply = with_offer(response.reply, group, bot, response.band)
        return response._replace(reply=reply)

    def _remember(
        self, message: Message, request: Request, sent: Place, response: Response
    ) -> None:
        _, turn, before, quoted, samples, *_ = response
        answer = RecentAnswer(request, sent, turn, before, quoted, samples)
        self._recent.remember(message, answer)

    async def _is_within_limits(self, message: Message) -> bool:
        """Whether the chat and the user are within their limits; if not, say so once."""
        receipt = in_hand.get()
        if receipt is not None and receipt.is_crowded:
            await send(message, Reply(BUSY))
            return False
        verdict = self._verdict(message)
        if verdict is Verdict.REFUSED:
            await send(message, Reply(TOO_MANY))
        return verdict is Verdict.ALLOWED

    def _verdict(self, message: Message) -> Verdict:
        asked = message.edit_date or message.date
        if self._clock() - timedelta(seconds=seconds_waited()) - asked > BACKLOG:
            return Verdict.ALLOWED  # the bot was offline, and the user did not ask too fast
        return self._quota.take(sender_id(message))


def _is_inside(member: ChatMember) -> bool:
    """Whether a member is in the chat; a restriction outlasts the membership."""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
