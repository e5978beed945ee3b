"""What the bot does about each kind of update."""

import contextlib
import logging
from datetime import timedelta
from time import perf_counter
from typing import Any, NamedTuple

from telegram import CallbackQuery, Chat, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import (
    BadRequest,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.addressing import ASK, Request, read_request
from bot.answered import Answered, AnsweredLately, Place, full_question, is_editable, place_of
from bot.collecting import ADMINS_ONLY, FORGET, KEEP, REMOVE, UNDO, Collector
from bot.guidance import (
    BELATED,
    BUSY,
    FORGOTTEN,
    IN_WORDS,
    NOT_SERVED,
    SORRY,
    TOO_MANY,
    help_reply,
    privacy_reply,
    start_reply,
)
from bot.inbox import Clock, in_hand, now
from bot.library import Library
from bot.logs import error_id
from bot.metrics import Metrics
from bot.quota import Quota, Verdict
from bot.replies import (
    NEAR,
    Reply,
    answer_reply,
    joined,
    nearest_reply,
    source_reply,
    sources_reply,
)
from bot.sending import Progress, edit, edit_at, send
from bot.settings import Settings
from corpus.errors import CorpusError
from corpus.sources import Sources
from retrieval.answer import Answer

logger = logging.getLogger(__name__)

Context = ContextTypes.DEFAULT_TYPE
PAGE = r"^sources:([0-9]{1,9})\Z"
CHANGE = rf"^(?:(?:{REMOVE}|{UNDO}):[0-9a-f]{{16}}|{FORGET}|{KEEP})\Z"
ADD = "add"
ONCE_MORE = 1  # how often what may have succeeded is tried again
UNREADABLE = "Invalid server response"  # what python-telegram-bot calls half an answer
FORBIDDEN = ("not enough rights", "no rights to send", "topic_closed", "chat_write_forbidden")
BACKLOG = timedelta(minutes=1)  # from when on a message counts in no quota
LATE = timedelta(hours=1)  # from when on an answer says that it is
CHANGING = frozenset({ADD, "remove", "forget", "follow", "unfollow", "feeds"})


class Said(NamedTuple):
    """What is said to a request, the question that it follows up, and the articles quoted."""

    reply: Reply
    before: str | None = None
    quoted: tuple[str, ...] = ()


class Handlers:
    """The bot's side of every conversation; ``library`` is what it quotes from.

    The settings tell whom it serves, how much, and what it keeps.
    """

    def __init__(
        self,
        library: Library,
        collector: Collector,
        settings: Settings,
        metrics: Metrics,
        clock: Clock = now,
    ) -> None:
        self._library = library
        self._collector = collector
        self._allowed = settings.quotewire_allowed_chats
        self._quota = Quota(settings.quotewire_questions_per_minute)
        self._keeps_unanswered = settings.quotewire_keep_unanswered
        self._metrics = metrics
        self._clock = clock
        self._answered = AnsweredLately()

    def routes(self) -> list[BaseHandler[Update, Context, Any]]:
        """Which update goes where; what no line names is not answered."""
        return [
            MessageHandler(filters.UpdateType.MESSAGE, self.message),
            MessageHandler(filters.UpdateType.EDITED_MESSAGE, self.edited_message),
            CallbackQueryHandler(self.turn_page, pattern=PAGE),
            CallbackQueryHandler(self.show_nearest, pattern=rf"^{NEAR}\Z"),
            CallbackQueryHandler(self.change, pattern=CHANGE),
            CallbackQueryHandler(self.unknown_button),
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
        if request.command in CHANGING or not await self._serves(message):
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

    async def turn_page(self, update: Update, context: Context) -> None:
        """Show another page of the sources in the same message."""
        query = update.callback_query
        if query is None or not await self._serves_button(query):
            return
        await _acknowledge(query)
        shown = query.message
        if not query.data or not context.match:  # without data every pattern matches (22.8)
            return
        if isinstance(shown, Message) and shown.is_accessible:  # Telegram hides old ones
            page = int(context.match.group(1))
            await edit(shown, sources_reply(self._sources(shown.chat), page))

    async def show_nearest(self, update: Update, context: Context) -> None:
        """Show the sentences nearest to a question that found nothing, in the same message."""
        query = update.callback_query
        shown = query.message if query else None
        if query is None or not isinstance(shown, Message) or not shown.is_accessible:
            return
        if not await self._serves_button(query):
            return
        answered = self._answered.find_by_answer(shown)
        asked = shown.reply_to_message
        request = read_request(asked, context.bot.bot) if asked and not answered else None
        if answered is None and (request is None or request.command != ASK):
            await _acknowledge(query, FORGOTTEN)
            return
        await _acknowledge(query)
        words = answered.request.words if answered else request.words if request else ""
        before = answered.before if answered else None
        sources = self._sources(shown.chat)
        answer = self._library.answer(words, sources, before=before)
        if answer.found:  # the sources have changed since
            await edit(shown, answer_reply(answer, sources))
        else:
            nearest = self._library.nearest(words, sources, before=before)
            await edit(shown, nearest_reply(answer, nearest, sources))

    async def change(self, update: Update, _: Context) -> None:
        """Do what a button says to the chat's sources, if whoever pressed it may."""
        query = update.callback_query
        shown = query.message if query else None
        if query is None or not isinstance(shown, Message) or not shown.is_accessible:
            return
        if not await self._serves_button(query):
            return
        if not await self._collector.may_change(shown.chat, query.from_user, None):
            await _acknowledge(query, ADMINS_ONLY)
            return
        await _acknowledge(query)
        if query.data == FORGET:
            self._answered.forget_chat(shown.chat_id)
        reply = self._collector.press(shown.chat, query.data or "")
        if reply is not None:
            await edit(shown, reply)

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

    async def unknown_button(self, update: Update, _: Context) -> None:
        """Stop the button's spinning; it may come from an older Quotewire."""
        if update.callback_query is not None:
            await _acknowledge(update.callback_query)

    async def error(self, update: object, context: Context) -> None:
        """Log what went wrong, then apologise to whoever waits for an answer."""
        if _is_forbidden(context.error):  # blocked by the reader, out of the group, muted
            logger.info("An answer was not allowed: %s", context.error)
            return
        receipt = in_hand.get()
        if receipt is not None and receipt.is_open and _may_pass(context.error):
            # After a timeout, and where an error's cause is not known, once more must do.
            receipt.failures += not _is_out_of_reach(context.error)
            if receipt.failures <= ONCE_MORE:
                receipt.again = True
                receipt.told_when = isinstance(context.error, RetryAfter)
                logger.warning("An answer must wait: %s. Trying again.", context.error)
            else:
                logger.warning("An answer may be lost: %s.", context.error)
            return
        self._metrics.errors.inc()
        name = error_id()
        logger.error("Error %s: an update could not be answered", name, exc_info=context.error)
        with contextlib.suppress(Exception):
            await self._apologise(update, SORRY.format(name=name), context)

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
        sources = self._sources(message.chat)
        if request.command == ASK:
            return self._say(message, request.words, sources)
        if request.command in CHANGING:
            return Said(await self._change(message, request))
        return Said(self._tell(request, sources, context))

    def _say(self, message: Message, words: str, sources: Sources) -> Said:
        replied = message.reply_to_message
        earlier = self._answered.find_by_answer(replied) if replied else None
        answer = self._library.answer(words, sources, before=earlier.asked if earlier else None)
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

    def _sources(self, chat: Chat) -> Sources:
        return self._library.sources(self._collector.collection(chat))

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

    async def _serves_button(self, query: CallbackQuery) -> bool:
        """Whether the chat or the user is served by now; if not, say so."""
        shown = query.message
        asking = {query.from_user.id, shown.chat.id if shown else query.from_user.id}
        if not self._allowed or asking & set(self._allowed):
            return True
        await _acknowledge(query, NOT_SERVED)
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

    async def _apologise(self, update: object, sorry: str, context: Context) -> None:
        if not isinstance(update, Update):
            return
        message = update.message or update.edited_message
        if update.callback_query is not None:
            await update.callback_query.answer(sorry)
        elif message and read_request(message, context.bot.bot):
            await send(message, Reply(sorry))


def _is_forbidden(error: Exception | None) -> bool:
    words = str(error).lower()
    return isinstance(error, Forbidden) or (
        isinstance(error, BadRequest) and any(reason in words for reason in FORBIDDEN)
    )


def _may_pass(error: Exception | None) -> bool:
    """Whether the same may succeed at another time."""
    broken = isinstance(error, TelegramError) and UNREADABLE in str(error)
    return _is_out_of_reach(error) or broken or isinstance(error, TimedOut | CorpusError)


def _is_out_of_reach(error: Exception | None) -> bool:
    """Whether Telegram surely did not take what was sent, or asks to wait."""
    failed = isinstance(error, NetworkError) and not isinstance(error, BadRequest | TimedOut)
    return failed or isinstance(error, RetryAfter)


async def _acknowledge(query: CallbackQuery, text: str | None = None) -> None:
    with contextlib.suppress(BadRequest):  # pressed while the bot was away, and too old by now
        await query.answer(text)
