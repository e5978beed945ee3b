"""What the bot does about each kind of update."""

import logging
from datetime import timedelta
from time import perf_counter
from typing import Any, NamedTuple

from telegram import Chat, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext import (
    BaseHandler,
    ChatMemberHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.clock import Clock, now
from bot.conversation.buttons import Buttons
from bot.conversation.memory import Answered, AnsweredLately, is_editable
from bot.conversation.own_sources import Collector
from bot.conversation.requests import Request, read_request
from bot.conversation.user_quota import Quota, Verdict
from bot.delivery.place import Place, place_of
from bot.delivery.progress import Progress
from bot.delivery.receipt import in_hand
from bot.delivery.send import edit_at, send
from bot.library.follow_ups import full_question
from bot.library.library import Library
from bot.library.second_process import Responder
from bot.monitoring.metrics import Metrics
from bot.replies.about_me import (
    BELATED,
    BUSY,
    IN_WORDS,
    NOT_SERVED,
    TOO_MANY,
    help_reply,
    privacy_reply,
    start_reply,
)
from bot.replies.answers import answer_reply
from bot.replies.commands import ADD, ASK, MANAGING_SOURCES
from bot.replies.reply import Reply, joined
from bot.replies.sources import source_reply, sources_reply
from bot.settings import Settings
from corpus.store.sources import Sources
from retrieval.answer import Answer

logger = logging.getLogger(__name__)

Context = ContextTypes.DEFAULT_TYPE
BACKLOG = timedelta(minutes=1)  # from when on a message counts in no quota
LATE = timedelta(hours=1)  # from when on an answer says that it is


class Said(NamedTuple):
    """What is said to a request, the question that it follows up, and the articles quoted."""

    reply: Reply
    before: str | None = None
    quoted: tuple[str, ...] = ()


class Handlers:
    """The bot's side of every conversation; ``library`` is what ``answering`` quotes from.

    The settings tell whom it serves, how much, and what it keeps.
    """

    def __init__(
        self,
        library: Library,
        answering: Responder,
        collector: Collector,
        settings: Settings,
        metrics: Metrics,
        clock: Clock = now,
    ) -> None:
        self._library = library
        self._answering = answering
        self._collector = collector
        self._allowed = settings.quotewire_allowed_chats
        self._quota = Quota(settings.quotewire_questions_per_minute)
        self._keeps_unanswered = settings.quotewire_keep_unanswered
        self._metrics = metrics
        self._clock = clock
        self._answered = AnsweredLately()
        self._buttons = Buttons(library, collector, settings, self._answered)

    def routes(self) -> list[BaseHandler[Update, Context, Any]]:
        """Which update goes where; what no line names is not answered."""
        return [
            MessageHandler(filters.UpdateType.MESSAGE, self.message),
            MessageHandler(filters.UpdateType.EDITED_MESSAGE, self.edited_message),
            *self._buttons.routes(),
            ChatMemberHandler(self.membership, ChatMemberHandler.MY_CHAT_MEMBER),
        ]

    def concerns(self, update: Update, me: User) -> bool:
        """Whether there is anything to do about an update."""
        message = update.message or update.edited_message
        if message is None:
            return update.callback_query is not None or update.my_chat_member is not None
        return bool(message.migrate_to_chat_id) or read_request(message, me) is not None

    async def message(self, update: Update, context: Context) -> None:
        """Answer a message, if it is for the bot."""
        message = update.message
        if message and message.migrate_to_chat_id:
            self._collector.move_chat(message.chat_id, message.migrate_to_chat_id)
        request = read_request(message, context.bot.bot) if message else None
        if message and request and await self._serves(message) and await self._has_time(message):
            await self._answer(message, request, context)

    async def edited_message(self, update: Update, context: Context) -> None:
        """Edit the answer to a question that was edited; answer one that was not for the bot."""
        message = update.edited_message
        request = read_request(message, context.bot.bot) if message else None
        if message is None or request is None or not is_editable(message):
            return
        if request.command in MANAGING_SOURCES or not await self._serves(message):
            return
        if not await self._has_time(message):
            return
        answered = self._answered.find(message)
        if answered is None:
            await self._answer(message, request, context)
        elif answered.request != request:
            said = await self._reply(message, request, context)
            await edit_at(context.bot, answered.sent, said.reply)
            self._remember(message, request, answered.sent, said)

    async def membership(self, update: Update, _: Context) -> None:
        """Leave a group that is not served; delete a group's sources when taken out of it."""
        change = update.my_chat_member
        if change is None or change.chat.type == ChatType.PRIVATE:
            return
        status = change.new_chat_member.status
        served = not self._allowed or {change.chat.id, change.from_user.id} & set(self._allowed)
        if status == ChatMemberStatus.MEMBER and not served:
            await change.chat.send_message(NOT_SERVED)
            await change.chat.leave()
        if status in (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED):
            self._answered.forget_chat(change.chat.id)
            count = self._collector.forget_chat(change.chat.id)
            logger.info("Taken out of a group; %d of its sources are deleted.", count)

    async def _answer(self, message: Message, request: Request, context: Context) -> None:
        if request.command == ADD:
            progress = Progress(message)
            add = self._collector.add(message, request.words, progress.tell)
            sent = await progress.during(add)
            said = Said(Reply(""))
        else:
            start = perf_counter()
            said = await self._reply(message, request, context)
            sent = await send(message, said.reply)
            if request.command == ASK:
                self._metrics.seconds.observe(perf_counter() - start)
        self._remember(message, request, place_of(sent), said)

    def _remember(self, message: Message, request: Request, sent: Place, said: Said) -> None:
        answered = Answered(request, sent, said.before, said.quoted)
        self._answered.remember(message, answered)

    async def _reply(self, message: Message, request: Request, context: Context) -> Said:
        sources = self._collector.sources(message.chat)
        if request.command == ASK:
            return await self._say(message, request.words, sources)
        if request.command in MANAGING_SOURCES:
            return Said(await self._change(message, request))
        return Said(self._tell(request, sources, context))

    async def _say(self, message: Message, words: str, sources: Sources) -> Said:
        replied = message.reply_to_message
        earlier = self._answered.find_by_answer(replied) if replied else None
        before = earlier.asked if earlier else None
        answer = await self._answering.answer(words, sources, before)
        late = self._clock() - message.date > LATE and message.edit_date is None
        receipt = in_hand.get()
        if receipt is None or not receipt.counted:
            self._count(answer, message.chat)
        if receipt is not None:
            receipt.counted = True  # also where it has to be sent again
        quoted = tuple(passage.sentence.article.id for passage in answer.passages)
        same = self._answered.find_same(message, full_question(words, answer.before))
        changed = self._library.changed(same.quoted, sources) if same else []
        reply = answer_reply(answer, sources, changed=changed)
        if late:
            reply = joined([Reply(BELATED), reply])
        return Said(reply, answer.before, quoted)

    def _count(self, answer: Answer, chat: Chat) -> None:
        outcome = "answered" if answer.found else "not found" if answer.query else "empty"
        self._metrics.questions.labels(outcome).inc()
        if self._keeps_unanswered and outcome == "not found":
            self._library.store.unanswered.add(str(chat.id), answer.question, self._clock())

    async def _has_time(self, message: Message) -> bool:
        """Whether there is time for a request; if not, say so once."""
        receipt = in_hand.get()
        if receipt is not None and receipt.crowded:
            await send(message, Reply(BUSY))
            return False
        if receipt is not None and receipt.allowed:
            return True  # when it was tried before
        if self._clock() - message.date > BACKLOG:
            return True  # it was asked when there was time enough
        # Those who write as a group or a channel have one and the same user everywhere.
        sender = message.sender_chat or message.from_user or message.chat
        verdict = self._quota.take(sender.id)
        if receipt is not None:
            receipt.allowed = verdict is Verdict.ALLOWED
        if verdict is not Verdict.ALLOWED:
            self._metrics.refused.inc()
        if verdict is Verdict.REFUSED:
            await send(message, Reply(TOO_MANY))
        return verdict is Verdict.ALLOWED

    async def _change(self, message: Message, request: Request) -> Reply:
        collector = self._collector
        match request.command:
            case "remove":
                return await collector.remove(message, request.words)
            case "follow":
                return await collector.follow(message, request.words)
            case "unfollow":
                return await collector.unfollow(message, request.words)
            case "feeds":
                return collector.feeds(message)
            case _:
                return await collector.forget(message)

    async def _serves(self, message: Message) -> bool:
        """Whether the chat or the user is served; if not, say so and leave a group."""
        user = message.from_user
        if not self._allowed or message.chat_id in self._allowed:
            return True
        if message.chat.type == ChatType.PRIVATE:
            await send(message, Reply(NOT_SERVED))
            return False
        if user is not None and user.id in self._allowed:
            return True
        await send(message, Reply(NOT_SERVED))
        await message.chat.leave()
        return False

    def _tell(self, request: Request, sources: Sources, context: Context) -> Reply:
        match request.command:
            case "start":
                return start_reply(sources)
            case "help":
                return help_reply(context.bot.username)
            case "privacy":
                return privacy_reply(keeps_unanswered=self._keeps_unanswered)
            case "sources" if request.words:
                return self._source(sources, request.words)
            case "sources":
                return sources_reply(sources)
            case _:
                return Reply(IN_WORDS)

    def _source(self, sources: Sources, words: str) -> Reply:
        article = sources.find(words)
        alike = self._library.alike(article, sources) if article else []
        return source_reply(sources, words, alike)
