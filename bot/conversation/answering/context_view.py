"""The sentences around an answer's quotes: the button "Context", and "context" in reply."""

from dataclasses import replace
from typing import NamedTuple

from telegram import Message, Update, User
from telegram.ext import CallbackQueryHandler

from bot.conversation.answering.memory import RecentAnswers
from bot.conversation.answering.questions import Questions
from bot.conversation.answering.shown_again import question_of
from bot.conversation.answering.venue import venue_of
from bot.conversation.chat_sources.own_sources import OwnSources
from bot.conversation.feature import Context, Feature, Response
from bot.conversation.presses import Presses, acknowledge
from bot.conversation.requests import Request, is_by, message_replied_to
from bot.delivery.entities import QUOTE_TYPES
from bot.delivery.send import edit
from bot.delivery.shown import reply_of
from bot.library.library import Library
from bot.library.second_process import Responder
from bot.replies import commands as names
from bot.replies.about_me import FORGOTTEN
from bot.replies.answering.answer_buttons import ANSWER, BACK_TO_ANSWER, CONTEXT, answer_buttons
from bot.replies.answering.context import context_reply
from bot.replies.reply import Reply
from bot.replies.talk.messages import message_reply
from corpus.clock import Clock, now
from corpus.store.sources import Sources
from retrieval.answer import Answer
from retrieval.asking.given import Given


class _Found(NamedTuple):
    """An answer with quotes; ``is_closest`` if they are only the closest sentences."""

    answer: Answer
    is_closest: bool = False


class ContextView:
    """Answers a question once more, to show its quotes with the sentences around them."""

    def __init__(
        self,
        library: Library,
        answering: Responder,
        own_sources: OwnSources,
        questions: Questions,
        recent: RecentAnswers,
        presses: Presses,
        clock: Clock = now,
    ) -> None:
        self._library = library
        self._answering = answering
        self._own_sources = own_sources
        self._questions = questions
        self._recent = recent
        self._presses = presses
        self._clock = clock

    def feature(self) -> Feature:
        """The request in words, the button under answers, and the one back."""
        routes = [
            CallbackQueryHandler(self.unfold, pattern=rf"^{CONTEXT}\Z"),
            CallbackQueryHandler(self.fold, pattern=rf"^{ANSWER}\Z"),
        ]
        return Feature({names.CONTEXT: self.show}, routes)

    async def show(self, message: Message, request: Request) -> Response:
        """Return the context of the answer that a message replies to.

        Further articles of a topic are what "more" asks for. If there is no answer, the words are
        answered like any others.
        """
        sources = self._own_sources.sources(message.chat)
        words = request.words or CONTEXT
        bot = message.get_bot().bot
        replied = message_replied_to(message)
        found = None
        if replied is not None and is_by(replied, bot):
            found = await self._found(replied, sources, bot)
        if found is None or (found.answer.more and CONTEXT not in words.lower()):
            return await self._questions.answer(message, words, sources)
        answer = found.answer
        quoted = tuple(passage.sentence.article.id for passage in answer.quoted)
        reply = context_reply(answer, sources, closest=found.is_closest)
        return Response(reply, answer.turn, answer.before, quoted, sources.samples, answer.band)

    async def unfold(self, update: Update, context: Context) -> None:
        """Show the context in place of the answer."""
        pressed = await self._presses.pressed(update)
        if pressed is None:
            return
        query, shown = pressed
        original = reply_of(shown)
        if BACK_TO_ANSWER in original.buttons:  # pressed twice
            await acknowledge(query)
            return
        sources = self._own_sources.sources(shown.chat)
        found = await self._found(shown, sources, context.bot.bot)
        await acknowledge(query, None if found else FORGOTTEN)
        if found is not None:
            self._recent.keep_original(shown, original)
            reply = context_reply(found.answer, sources, closest=found.is_closest, headed=True)
            await edit(shown, replace(reply, buttons=(BACK_TO_ANSWER,)))

    async def fold(self, update: Update, context: Context) -> None:
        """Show the answer as it was or, if that is forgotten, as it is now."""
        pressed = await self._presses.pressed(update)
        if pressed is None:
            return
        query, shown = pressed
        reply = self._recent.take_original(shown) or await self._made_again(shown, context)
        await acknowledge(query, None if reply else FORGOTTEN)
        if reply is not None:
            await edit(shown, reply)

    async def _found(self, shown: Message, sources: Sources, bot: User) -> _Found | None:
        """The answer shown, or the closest sentences; None if there are no quotes any more."""
        asked = question_of(shown, self._recent, bot, samples=sources.samples)
        if asked is None:
            return None
        given = Given(after=asked.before, today=self._clock().date())
        answer = await self._answering.answer(asked.words, sources, given)
        if answer.found:
            return _Found(answer)
        if not any(one.type in QUOTE_TYPES for one in shown.entities):
            return None
        nearest = self._library.nearest(asked.words, sources, given=given)
        return _Found(nearest, is_closest=True) if nearest.found else None

    async def _made_again(self, shown: Message, context: Context) -> Reply | None:
        sources = self._own_sources.sources(shown.chat)
        asked = question_of(shown, self._recent, context.bot.bot, samples=sources.samples)
        if asked is None:
            return None
        given = Given(after=asked.before, today=self._clock().date())
        answer = await self._answering.answer(asked.words, sources, given)
        nearest = None
        if not answer.found:
            nearest = self._library.nearest(asked.words, sources, given=given)
        reply = message_reply(answer, sources, nearest=nearest)
        buttons = answer_buttons(answer, sources, venue_of(shown), nearest=nearest)
        return replace(reply, buttons=buttons)
