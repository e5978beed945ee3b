"""The question that a message of the bot answers, asked again."""

from dataclasses import replace
from typing import NamedTuple

from telegram import Message
from telegram.constants import ChatType

from bot.conversation.answering.memory import RecentAnswers
from bot.conversation.answering.recent_answer import RecentAnswer
from bot.conversation.chat_sources.own_sources import OwnSources
from bot.conversation.requests import is_by, message_replied_to
from bot.conversation.shown.venue import venue_of
from bot.conversation.silence import read_request
from bot.library.second_process import Responder
from bot.replies.answering.answer_buttons import answer_buttons
from bot.replies.commands import ASK
from bot.replies.reply import Reply
from bot.replies.talk.messages import reply_below_question
from corpus.clock import Clock, now
from corpus.store.sources import Sources
from retrieval.answer import Answer, Turn
from retrieval.asking.given import Given


class Asked(NamedTuple):
    """A question and the turn that it follows up on."""

    words: str
    before: Turn | None = None


class AskedAgain:
    """Finds the questions of earlier answers, and answers them from the sources of today."""

    def __init__(
        self,
        answering: Responder,
        own_sources: OwnSources,
        recent: RecentAnswers,
        clock: Clock = now,
    ) -> None:
        self._answering = answering
        self._own_sources = own_sources
        self._recent = recent
        self._clock = clock

    def question_of(self, shown: Message) -> Asked | None:
        """Return what an answer of the bot answers; None if it is no answer or is forgotten.

        An hour after the answer, this is the message that it replies to, without what that follows
        up on. Telegram shows that message only with the answer itself, not with a reply to it.
        """
        answer = self._recent.find_by_answer(shown)
        if answer is not None:
            return self._asked(shown, answer)
        asked = shown.reply_to_message
        request = read_request(asked, shown.get_bot().bot) if asked else None
        return Asked(request.words) if request and request.command == ASK else None

    def question_meant(self, message: Message) -> Asked | None:
        """Return the question that a message replies to, or whose answer it replies to.

        In a private chat, a message that replies to nothing means the last answer.
        """
        replied = message_replied_to(message)
        if replied is not None and is_by(replied, message.get_bot().bot):
            return self.question_of(replied)
        answer = None
        if replied is not None:
            answer = self._recent.find(replied)
        elif message.chat.type == ChatType.PRIVATE:
            answer = self._recent.find_above(message)
        return self._asked(message, answer) if answer else None

    async def answer(self, asked: Asked, sources: Sources) -> Answer:
        """Return the answer as it is now."""
        return await self._answering.answer(asked.words, sources, self.given(asked))

    async def reply(self, asked: Asked, shown: Message) -> Reply:
        """Return what to show in place of a message, with the question in the first line.

        If nothing is found, it has the closest sentences.
        """
        sources = self._own_sources.sources(shown.chat)
        answer = await self.answer(asked, sources)
        nearest = None
        if not answer.found:
            nearest = await self._answering.nearest(asked.words, sources, self.given(asked))
        reply = reply_below_question(answer, sources, nearest=nearest)
        buttons = answer_buttons(answer, sources, venue_of(shown), nearest=nearest)
        return replace(reply, buttons=buttons)

    def given(self, asked: Asked) -> Given:
        """Return what is known when a question is asked today."""
        return Given(after=asked.before, today=self._clock().date())

    def _asked(self, message: Message, answer: RecentAnswer) -> Asked | None:
        """What an answer in a message's chat answers; None if it is the reply to a command."""
        if answer.request.command != ASK:
            return None
        before = answer.before
        samples = self._own_sources.sources(message.chat).samples
        if before and answer.samples != samples:  # the places in it are those of other articles
            before = Turn(before.question)
        return Asked(answer.request.words, before)
