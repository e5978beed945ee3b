"""Explains an answer: /why."""

from telegram import Message

from bot.conversation.chat_sources.own_sources import OwnSources
from bot.conversation.feature import Feature, Response
from bot.conversation.requests import Request, is_by, message_replied_to
from bot.conversation.shown.asked_again import AskedAgain
from bot.library.second_process import Responder
from bot.replies.about_me import FORGOTTEN
from bot.replies.checking.reasons import EXPLAINED, NOTHING_TO_EXPLAIN, why_reply
from bot.replies.commands import WHY
from bot.replies.reply import Reply


class Why:
    """Asks the question of an answer again, and says what speaks for its first sentence."""

    def __init__(self, answering: Responder, own_sources: OwnSources, again: AskedAgain) -> None:
        self._answering = answering
        self._own_sources = own_sources
        self._again = again

    def feature(self) -> Feature:
        """The command /why."""
        return Feature({WHY: self.explain})

    async def explain(self, message: Message, _: Request) -> Response:
        """Explain the answer that a message means."""
        asked = self._again.question_meant(message)
        if asked is None:
            replied = message_replied_to(message)
            is_ours = replied is not None and is_by(replied, message.get_bot().bot)
            return Response(Reply(str(FORGOTTEN if is_ours else NOTHING_TO_EXPLAIN)))
        sources = self._own_sources.sources(message.chat)
        answer = await self._again.answer(asked, sources)
        part = next((part for part in answer.parts if part.found), answer)
        given = self._again.given(asked)
        explained = await self._answering.explain(part, sources, EXPLAINED, given)
        return Response(why_reply(part, explained, sources))
