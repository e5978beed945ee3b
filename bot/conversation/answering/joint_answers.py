"""Several questions of a group, answered in one message because it may get no more."""

from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

from telegram import Message

from bot.conversation.admission import Admission
from bot.conversation.answering.asked_words import asked_words
from bot.conversation.answering.memory import RecentAnswers
from bot.conversation.answering.questions import Questions
from bot.conversation.chat_sources.own_sources import OwnSources
from bot.conversation.feature import Response
from bot.conversation.quotas import Verdict
from bot.conversation.requests import Request
from bot.conversation.silence import read_request
from bot.delivery.place import place_of
from bot.delivery.receipt import Receipt, holding
from bot.delivery.send import send
from bot.monitoring.metrics import Metrics
from bot.replies.about_me import BELATED, TOO_MANY
from bot.replies.answering.answers import samples_note
from bot.replies.reply import Reply, joined
from bot.replies.talk.crowd import below_question, fit, room_for_one
from corpus.store.sources import Sources

Answered = tuple[Message, Request, Response]


class JointAnswers:
    """Answers questions in one message, which replies to the first and mentions nobody.

    Each is admitted, counted and remembered on its own.
    """

    def __init__(
        self,
        questions: Questions,
        own_sources: OwnSources,
        recent: RecentAnswers,
        admission: Admission,
        metrics: Metrics,
    ) -> None:
        self._questions = questions
        self._own_sources = own_sources
        self._recent = recent
        self._admission = admission
        self._metrics = metrics

    async def answer(self, receipt: Receipt) -> None:
        """Answer as many of a receipt's questions as fit; the others are left for later."""
        asked = [part.update.message for part in receipt.parts if part.update.message]
        if not all(map(self._admission.serves, asked)):
            receipt.split()  # so that each is admitted or refused like any other message
            return
        first = asked[0]
        sources = self._own_sources.sources(first.chat)
        opening = [Reply(str(BELATED))] if self._questions.is_late(first) else []
        notes = samples_note(sources)
        answered: list[Answered] = []
        blocks: list[Reply] = []
        room = room_for_one(len(receipt.parts))
        for place, (update, own) in enumerate(receipt.parts):
            with holding(own):
                one = await self._respond(update.message, sources, room)
            if one is None or one[2].reply is None:
                continue
            block = below_question(one[1].words, one[2].reply)
            if blocks and not fit([*blocks, block], [*opening, *notes]):
                receipt.leave_from(place)
                break
            answered.append(one)
            blocks.append(block)
        if len(answered) == 1 and (alone := answered[0][2].reply):
            blocks = [alone]  # needs no heading
        await self._send(answered, [*opening, *blocks, *notes])

    async def _respond(
        self, message: Message | None, sources: Sources, room: int
    ) -> Answered | None:
        """A question with the response to it; None if it gets none."""
        request = read_request(message, message.get_bot().bot) if message else None
        if message is None or request is None:
            return None
        verdict = self._admission.verdict(message)
        if verdict is Verdict.REFUSED:
            return message, request, Response(Reply(str(TOO_MANY)))
        if verdict is Verdict.IGNORED:
            return None
        start = perf_counter()
        words = request.words
        response = await self._questions.answer(message, words, sources, room, noted=False)
        self._metrics.seconds.observe(perf_counter() - start)
        return message, request, response

    async def _send(self, answered: Sequence[Answered], blocks: Sequence[Reply]) -> None:
        """Send the blocks, which answer these questions, and remember each."""
        if not answered:
            return
        message, _, response = answered[0]
        is_joint = len(answered) > 1
        buttons = response.reply.buttons if response.reply and not is_joint else ()
        quoted = None if is_joint else asked_words(message)
        sent = place_of(await send(message, replace(joined(blocks), buttons=buttons), quoted))
        # A reply to the message follows up on its first question, which is remembered last.
        for message, request, response in reversed(answered):
            answer = response.to_remember(request, sent, is_joint=is_joint)
            self._recent.remember(message, answer)
