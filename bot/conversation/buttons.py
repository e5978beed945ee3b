"""What the bot does when a button is pressed."""

import contextlib
from dataclasses import replace
from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.error import BadRequest
from telegram.ext import BaseHandler, CallbackQueryHandler, ContextTypes

from bot.conversation.access import Access
from bot.conversation.adding.additions import Additions
from bot.conversation.answering.memory import RecentAnswers
from bot.conversation.own_sources import OwnSources
from bot.conversation.quotas import QuestionQuota, Verdict
from bot.conversation.silence import read_request
from bot.delivery.entities import QUOTE_TYPES
from bot.delivery.receipt import Receipt, in_hand
from bot.delivery.send import edit, send
from bot.jobs.job import Job, Work
from bot.jobs.job_queue import JobQueue
from bot.library.library import Library
from bot.replies.about_me import FORGOTTEN, NOT_SERVED, TOO_MANY
from bot.replies.adding import ADD_AS_SOURCE, ADD_IT
from bot.replies.answers import NEAR
from bot.replies.commands import ASK
from bot.replies.own_sources import ADMINS_ONLY, FORGET, KEEP, REMOVE, UNDO
from bot.replies.reply import Button, Reply
from bot.replies.sources import sources_reply
from bot.replies.talk.messages import message_reply
from corpus.clock import Clock, now
from corpus.store.sources import Sources
from retrieval.answer import Turn
from retrieval.asking.given import Given

Context = ContextTypes.DEFAULT_TYPE
PAGE = r"^sources:([0-9]{1,9})\Z"
CHANGE = rf"^(?:(?:{REMOVE}|{UNDO}):[0-9a-f]{{16}}|{FORGET}|{KEEP})\Z"

ADDITION = rf"^{ADD_IT}(?::[0-9]{{1,3}})?\Z"


class Buttons:
    """Handles the buttons under the bot's messages."""

    def __init__(
        self,
        library: Library,
        access: Access,
        own_sources: OwnSources,
        additions: Additions,
        jobs: JobQueue,
        recent: RecentAnswers,
        quota: QuestionQuota,
        clock: Clock = now,
    ) -> None:
        self._library = library
        self._access = access
        self._own_sources = own_sources
        self._additions = additions
        self._jobs = jobs
        self._recent = recent
        self._quota = quota
        self._clock = clock

    def routes(self) -> list[BaseHandler[Update, Context, Any]]:
        """The handler of each button."""
        return [
            CallbackQueryHandler(self.turn_page, pattern=PAGE),
            CallbackQueryHandler(self.show_nearest, pattern=rf"^{NEAR}\Z"),
            CallbackQueryHandler(self.change, pattern=CHANGE),
            CallbackQueryHandler(self.add, pattern=ADDITION),
            CallbackQueryHandler(self.ignore),
        ]

    async def turn_page(self, update: Update, context: Context) -> None:
        """Show another page of the sources in the same message."""
        pressed = await self._pressed(update)
        if pressed is None:
            return
        query, shown = pressed
        await _acknowledge(query)
        # Without data, every pattern matches (python-telegram-bot 22.8).
        if query.data and context.match:
            page = int(context.match.group(1))
            await edit(shown, sources_reply(self._own_sources.sources(shown.chat), page))

    async def show_nearest(self, update: Update, context: Context) -> None:
        """Show the sentences closest to an unanswered question, in the same message."""
        pressed = await self._pressed(update)
        if pressed is None:
            return
        query, shown = pressed
        question = self._question(shown, context)
        await _acknowledge(query, None if question else FORGOTTEN)
        if question:
            sources = self._own_sources.sources(shown.chat)
            await edit(shown, self._nearest(*question, sources))

    async def change(self, update: Update, _: Context) -> None:
        """Change the chat's sources as the button says, if the user is allowed to."""
        pressed = await self._pressed_by_editor(update)
        if pressed is None:
            return
        query, shown = pressed
        if query.data == FORGET:
            self._recent.forget_chat(shown.chat_id)
            self._additions.groups.forget_chat(shown.chat_id)
        reply = await self._own_sources.press(shown.chat, query.data or "")
        if reply is not None:
            await edit(shown, reply)

    async def add(self, update: Update, context: Context) -> None:
        """Add what the message replied to holds, if the user is allowed to.

        An answer with quotes stays; any other message becomes the reply.
        """
        pressed = await self._pressed_by_editor(update)
        if pressed is None:
            return
        query, shown = pressed
        asked = (shown.reply_to_message or shown) if _has_quotes(shown) else None
        work = self._additions.add_pressed(shown, context.bot.bot, query.data or "")
        if isinstance(work, Work):
            receipt = in_hand.get() or Receipt(lambda: None)
            job = Job(update, asked or shown, receipt, work, query.from_user.id, edits=not asked)
            refusal = self._jobs.submit(job)
            if refusal is None:
                return
            # The button stays, for another attempt.
            work = replace(refusal, buttons=(Button(ADD_AS_SOURCE, query.data or ""),))
        await (send(asked, work) if asked else edit(shown, work))

    async def ignore(self, update: Update, _: Context) -> None:
        """Stop the spinner and do nothing else: the button is unknown, perhaps outdated."""
        if pressed := await self._pressed(update):
            await _acknowledge(pressed[0])

    def _question(self, shown: Message, context: Context) -> tuple[str, Turn | None] | None:
        """The question that a message answers, and the turn that it follows up on."""
        answer = self._recent.find_by_answer(shown)
        if answer is not None and answer.request.command == ASK:
            return answer.request.words, answer.before
        asked = shown.reply_to_message
        request = read_request(asked, context.bot.bot) if asked else None
        return (request.words, None) if request and request.command == ASK else None

    def _nearest(self, question: str, before: Turn | None, sources: Sources) -> Reply:
        given = Given(after=before, today=self._clock().date())
        answer = self._library.answer(question, sources, given=given)
        if answer.found:  # the sources have changed since
            return message_reply(answer, sources)
        nearest = self._library.nearest(question, sources, given=given)
        return message_reply(answer, sources, nearest=nearest)

    async def _pressed(self, update: Update) -> tuple[CallbackQuery, Message] | None:
        """The button press and its message, or None if there is nothing more to do."""
        query = update.callback_query
        if query is None or not await self._admits(query):
            return None
        shown = query.message
        if isinstance(shown, Message) and shown.is_accessible:
            return query, shown
        await _acknowledge(query)  # Telegram hides old messages
        return None

    async def _pressed_by_editor(self, update: Update) -> tuple[CallbackQuery, Message] | None:
        """The same if the user may change the chat's sources; otherwise None."""
        pressed = await self._pressed(update)
        if pressed is None:
            return None
        query, shown = pressed
        may_change = await self._access.may_change(shown.chat, query.from_user)
        await _acknowledge(query, None if may_change else ADMINS_ONLY)
        return pressed if may_change else None

    async def _admits(self, query: CallbackQuery) -> bool:
        """Whether to do what a button says; if not, say why.

        A press carries no date, so each one counts, even after the bot was offline.
        """
        user = query.from_user.id
        verdict = self._quota.take(user)
        if verdict is not Verdict.ALLOWED:
            await _acknowledge(query, TOO_MANY if verdict is Verdict.REFUSED else None)
            return False
        if self._access.is_served(user, query.message.chat.id if query.message else user):
            return True
        await _acknowledge(query, NOT_SERVED)
        return False


def _has_quotes(shown: Message) -> bool:
    """Whether a message of the bot quotes anything."""
    return any(one.type in QUOTE_TYPES for one in shown.entities)


async def _acknowledge(query: CallbackQuery, text: str | None = None) -> None:
    with contextlib.suppress(BadRequest):  # pressed too long ago, while the bot was offline
        await query.answer(text)
