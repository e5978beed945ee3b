"""Answering a question: follow-ups, late answers, changed sources, metrics."""

from dataclasses import replace
from datetime import timedelta

from telegram import Chat, Message
from telegram.constants import ChatType

from bot.conversation.answering.memory import RecentAnswers
from bot.conversation.answering.recent_answer import RecentAnswer
from bot.conversation.answering.tallying import count_answer
from bot.conversation.elsewhere.deep_links import is_link
from bot.conversation.feature import Response
from bot.conversation.groups.administered import Administered
from bot.conversation.requests import message_replied_to, turn_replied_to
from bot.conversation.shown.venue import venue_of
from bot.delivery.receipt import in_hand
from bot.delivery.sender import sender_id
from bot.library.library import Library
from bot.library.second_process import Responder
from bot.monitoring.metrics import Metrics
from bot.replies.about_me import BELATED
from bot.replies.answering.answer_buttons import answer_buttons
from bot.replies.reply import LONGEST_MESSAGE, Reply, joined
from bot.replies.talk.crowd import shortened
from bot.replies.talk.messages import below_question, message_reply
from corpus.clock import Clock, now
from corpus.store.sources import Sources
from corpus.store.unanswered import Unanswered
from retrieval.answer import Answer, Turn
from retrieval.asking.given import Given

LATE = timedelta(hours=1)  # later answers begin with an apology
SHORT = 15  # words; a longer message stands alone unless it is a reply


class Questions:
    """Answers questions from ``library``, through ``answering``.

    Questions without an answer are stored in ``unanswered``, unless that is None.
    """

    def __init__(
        self,
        library: Library,
        answering: Responder,
        unanswered: Unanswered | None,
        recent: RecentAnswers,
        metrics: Metrics,
        clock: Clock = now,
    ) -> None:
        self._library = library
        self._answering = answering
        self._unanswered = unanswered
        self._recent = recent
        self._metrics = metrics
        self._clock = clock
        self.administered = Administered()

    async def answer(
        self,
        message: Message,
        words: str,
        sources: Sources,
        room: int = LONGEST_MESSAGE,
        *,
        noted: bool = True,
    ) -> Response:
        """Answer the question in a message, which may follow up on an earlier one.

        With less ``room``, the answer is shortened to about so many UTF-16 units. With ``noted``,
        it has an apology if it is late, and a note on sample articles.
        """
        after = self._turn_before(message, words, samples=sources.samples)
        given = Given(after=after, today=self._clock().date())
        answer = await self._answering.answer(words, sources, given)
        if room < LONGEST_MESSAGE:
            answer = shortened(answer, sources, room)
        self._count_once(answer, message.chat_id, samples=sources.samples)
        reply = self._reply(answer, message, words, sources, noted=noted)
        venue = venue_of(message, rated=await self._is_rated(answer, message.chat))
        reply = replace(reply, buttons=answer_buttons(answer, sources, venue))
        quoted = tuple(passage.sentence.article.id for passage in answer.quoted)
        return Response(reply, _turn(answer), answer.before, quoted, sources.samples, answer.band)

    def _reply(
        self, answer: Answer, message: Message, words: str, sources: Sources, *, noted: bool
    ) -> Reply:
        same = self._recent.find_same(message, answer.turn.question)
        changed = self._library.changed(same.quoted, sources) if same else []
        reply = message_reply(answer, sources, changed=changed, noted=noted)
        if is_link(message):
            reply = below_question(words, reply)
        if noted and self.is_late(message):
            reply = joined([Reply(str(BELATED)), reply])
        return reply

    async def _is_rated(self, answer: Answer, chat: Chat) -> bool:
        """Whether an answer needs buttons to be rated."""
        return answer.found and not await self.administered.delivers_reactions(chat)

    def is_late(self, message: Message) -> bool:
        """Whether an answer to a message begins with an apology."""
        return self._clock() - message.date > LATE and message.edit_date is None

    def _turn_before(self, message: Message, words: str, *, samples: bool) -> Turn | None:
        """The turn that a message may follow up on, with places in the present articles.

        A reply can follow up only on what it replies to: an answer, its author's own question, or
        what somebody says. Without a reply, people in a group could be talking about different
        things.
        """
        earlier = self._answer_before(message, words)
        if earlier is None:
            return turn_replied_to(message, words, message.get_bot().bot)
        if earlier.turn is None or earlier.samples == samples:
            return earlier.turn
        return Turn(earlier.turn.question)

    def _answer_before(self, message: Message, words: str) -> RecentAnswer | None:
        """The answer that a message may follow up on."""
        replied = message_replied_to(message)
        if replied is not None:
            answer = self._recent.find_by_answer(replied)
            is_own = sender_id(replied) == sender_id(message)
            return self._recent.find(replied) if answer is None and is_own else answer
        of_another = message.quote is not None or message.forward_origin is not None
        if of_another or message.chat.type != ChatType.PRIVATE or len(words.split()) > SHORT:
            return None
        return self._recent.find_above(message)

    def _count_once(self, answer: Answer, chat_id: int, *, samples: bool) -> None:
        """Count a question, and store it if unanswered, but only once if it is sent again."""
        receipt = in_hand.get()
        if receipt is not None and receipt.is_counted:
            return
        outcome = "answered" if answer.found else "not found" if answer.query else "empty"
        if self._unanswered is not None:
            for part in answer.parts or [answer]:
                if part.query and not part.found:
                    self._unanswered.add(str(chat_id), _in_full(part), self._clock())
        self._metrics.questions.labels(outcome).inc()
        count_answer(self._library.store.tallies, answer, self._clock().date(), samples=samples)
        if receipt is not None:  # last: whatever failed above is repeated in the next attempt
            receipt.mark_counted()


def _turn(answer: Answer) -> Turn | None:
    """The turn that the next question may follow up on; None after a greeting."""
    return answer.turn if answer.query or answer.found else None


def _in_full(answer: Answer) -> str:
    """The question and, in brackets, the one that it follows up on."""
    return f"{answer.question} ({answer.before.question})" if answer.before else answer.question
