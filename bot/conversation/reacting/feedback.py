"""Feedback: reactions to answers, and the buttons where Telegram delivers no reactions."""

import asyncio
import logging
import secrets
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from telegram import ReactionType, ReactionTypeEmoji, Update
from telegram.ext import CallbackQueryHandler, MessageReactionHandler

from bot.conversation.access import Access
from bot.conversation.answering.memory import RecentAnswers
from bot.conversation.answering.recent_answer import RecentAnswer
from bot.conversation.feature import Context, Feature
from bot.conversation.groups.administered import Administered
from bot.conversation.presses import Presses, acknowledge, said_by
from bot.delivery.place import Place, place_of
from bot.monitoring.metrics import Metrics
from bot.monitoring.supervisor import BackgroundJob
from bot.replies.commands import ASK
from bot.replies.feedback import NOTED, RATE, TOO_OLD, Rating, rating_of
from corpus.clock import Clock
from corpus.errors import CorpusError
from corpus.fingerprint import keyed_hash
from corpus.store.chats.tallies import Event, Tallies
from corpus.store.unanswered import Reason, Unanswered

logger = logging.getLogger(__name__)

PRESSED = rf"^{RATE}:(good|bad)\Z"
EVENTS = {Rating.GOOD: Event.GOOD, Rating.BAD: Event.BAD}
NAMED = MessageReactionHandler.MESSAGE_REACTION_UPDATED  # not those of nobody in particular
TAKEN_BACK = "taken back"
MOST_PEOPLE = 1000  # whose ratings of one answer are counted
ROUND = 60.0  # seconds between two rounds that forget who rated old answers


class Rated(NamedTuple):
    """A rating and the day on which it was given."""

    rating: Rating
    day: date


class Feedback:
    """Counts what readers think of the answers of the last hour, once for a person and answer.

    Who rated what is known only in memory, as a hash with a key of this run, while the answer is
    remembered. A question whose answer is disliked goes to ``unanswered``, unless that is None.
    """

    def __init__(
        self,
        recent: RecentAnswers,
        tallies: Tallies,
        unanswered: Unanswered | None,
        administered: Administered,
        access: Access,
        presses: Presses,
        metrics: Metrics,
        clock: Clock,
    ) -> None:
        self._recent = recent
        self._tallies = tallies
        self._unanswered = unanswered
        self._administered = administered
        self._access = access
        self._presses = presses
        self._metrics = metrics
        self._clock = clock
        self._key = secrets.token_bytes()
        self._given: dict[Place, dict[int, Rated]] = {}  # by answer and hash of the person
        self._disliked: set[Place] = set()  # the answers whose questions were stored

    def feature(self) -> Feature:
        """The reactions, the buttons, and forgetting who rated what."""
        return Feature(
            routes=(
                MessageReactionHandler(self.reacted, message_reaction_types=NAMED),
                CallbackQueryHandler(self.pressed, pattern=PRESSED),
            ),
            own_jobs=[BackgroundJob("feedback", self._keep_forgetting)],
            membership=self._administered.note,
        )

    async def reacted(self, update: Update, _: Context) -> None:
        """Count a change of a person's reactions to an answer."""
        change = update.message_reaction
        if change is None:
            return
        person = change.user or change.actor_chat  # a chat that somebody posts as
        if person is None or not self._access.is_served(person.id, change.chat.id):
            return
        before = rating_of(_emoji(change.old_reaction))
        place = Place(change.chat.id, change.message_id)
        self._rate(place, person.id, rating_of(_emoji(change.new_reaction)), before)

    async def pressed(self, update: Update, context: Context) -> None:
        """Count the button that was pressed under an answer, in place of an earlier one."""
        pressed = await self._presses.pressed(update)
        if pressed is None:
            return
        query, shown = pressed
        (said,) = said_by(context)
        rating = Rating(said)
        known = self._rate(place_of(shown), query.from_user.id, rating, None)
        await acknowledge(query, str(NOTED if known else TOO_OLD))

    def _rate(
        self, place: Place, person: int, rating: Rating | None, before: Rating | None
    ) -> bool:
        """Count a rating in place of the one before; return False if there is no such answer.

        ``before`` is what Telegram says of reactions that this run may not know of.
        """
        answer = self._recent.find_at(place)
        if answer is None or answer.request.command != ASK or answer.turn is None:
            return False
        today = self._clock().date()
        given = self._given.setdefault(place, {})
        key = keyed_hash(self._key, person)
        old = given.get(key) or (Rated(before, today) if before else None)
        if (old and old.rating) != rating and (key in given or len(given) < MOST_PEOPLE):
            if old is not None:
                self._tallies.count(old.day, EVENTS[old.rating], -1)
                given.pop(key, None)
            if rating is not None:
                self._tallies.count(today, EVENTS[rating])
                given[key] = Rated(rating, today)
            self._metrics.feedback.labels(rating or TAKEN_BACK).inc()
            self._store_question(place, answer)
        return True

    def _store_question(self, place: Place, answer: RecentAnswer) -> None:
        """Store the question of a disliked answer, or delete it when nobody dislikes it more."""
        is_disliked = any(one.rating is Rating.BAD for one in self._given[place].values())
        if self._unanswered is None or is_disliked == (place in self._disliked):
            return
        if answer.is_joint:  # nobody can tell which of its questions was meant
            return
        question, chat = answer.in_full, str(place.chat)
        try:
            if is_disliked:
                self._unanswered.add(chat, question, self._clock(), Reason.DISLIKED)
                self._disliked.add(place)
            else:
                self._unanswered.withdraw(chat, question)
                self._disliked.discard(place)
        except CorpusError as error:
            logger.warning("Could not store the question of a disliked answer: %s", error)

    async def _keep_forgetting(self) -> None:
        """Forget who rated answers that are no longer remembered, until cancelled."""
        while True:
            await asyncio.sleep(ROUND)
            for place in [one for one in self._given if self._recent.find_at(one) is None]:
                del self._given[place]
                self._disliked.discard(place)


def _emoji(reactions: Iterable[ReactionType]) -> list[str]:
    """The emoji among reactions; custom ones and stars say nothing."""
    return [one.emoji for one in reactions if isinstance(one, ReactionTypeEmoji)]
