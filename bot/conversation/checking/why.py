"""Explains an answer: /why."""

from telegram import Message

from bot.conversation.answering.memory import RecentAnswers
from bot.conversation.chat_sources.own_sources import OwnSources
from bot.conversation.checking.questions_meant import question_meant
from bot.conversation.feature import Feature, Response
from bot.conversation.requests import Request, is_by, message_replied_to
from bot.library.second_process import Responder
from bot.replies.about_me import FORGOTTEN
from bot.replies.checking.reasons import EXPLAINED, NOTHING_TO_EXPLAIN, why_reply
from bot.replies.commands import WHY
from bot.replies.reply import Reply
from corpus.clock import Clock
from retrieval.asking.given import Given


class Why:
    """Asks the question of an answer again, and says what speaks for its first sentence."""

    def __init__(
        self, answering: Responder, own_sources: OwnSources, recent: RecentAnswers, clock: Clock
    ) -> None:
        self._answering = answering
        self._own_sources = own_sources
        self._recent = recent
        self._clock = clock

    def feature(self) -> Feature:
        """The command /why."""
        return Feature({WHY: self.explain})

    async def explain(self, message: Message, _: Request) -> Response:
        """Explain the answer that a message means."""
        sources = self._own_sources.sources(message.chat)
        asked = question_meant(message, self._recent, samples=sources.samples)
        if asked is None:
            replied = message_replied_to(message)
            is_ours = replied is not None and is_by(replied, message.get_bot().bot)
            return Response(Reply(FORGOTTEN if is_ours else NOTHING_TO_EXPLAIN))
        words, before = asked
        given = Given(after=before, today=self._clock().date())
        answer = await self._answering.answer(words, sources, given)
        part = next((part for part in answer.parts if part.found), answer)
        explained = await self._answering.explain(part, sources, EXPLAINED, given)
        return Response(why_reply(part, explained, sources))
