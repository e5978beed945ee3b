"""Alerts: tells operators in private what goes wrong, once, and once that it is over."""

import asyncio
import logging
from collections.abc import Collection
from datetime import datetime
from functools import partial

from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.conversation.feature import Feature
from bot.conversation.operator.incidents import Incidents, Watched
from bot.delivery.send import send_to
from bot.delivery.speaking_to import speaking_to
from bot.monitoring.supervisor import BackgroundJob
from bot.replies.operator.alerts import alert_reply
from bot.replies.reply import Reply
from corpus.clock import Clock, now
from corpus.errors import CorpusError
from corpus.store.chats.alerts import DAY
from corpus.store.chats.languages import ChatLanguages
from corpus.store.store import Store

logger = logging.getLogger(__name__)

ROUND = 60.0  # seconds between two looks
MOST_A_DAY = 4  # messages to each operator in 24 hours; what comes later waits


class Alerts:
    """Sends alerts to the ``operators`` who have started the bot.

    The clock is this machine's, like that of the times that it looks at. What was told is in the
    database, so that a restart does not repeat it, and in memory, in case the disk is full.
    """

    def __init__(self, store: Store, operators: Collection[int], clock: Clock = now) -> None:
        self._store = store
        self._watched = Watched(store, clock)
        self._operators = sorted(operators)
        self._languages = ChatLanguages(store.database)
        self._clock = clock
        self._told: Incidents | None = None  # not read yet
        self._sent: list[datetime] = []  # when, in the last day
        self._unreachable: set[int] = set()  # operators whose chat was logged as such

    def feature(self) -> Feature:
        """The work of looking, if there is somebody to tell."""
        return Feature(jobs=self._jobs)

    def _jobs(self, bot: Bot) -> list[BackgroundJob]:
        return [BackgroundJob("alerts", partial(self._keep_looking, bot))] * bool(self._operators)

    async def _keep_looking(self, bot: Bot) -> None:
        self._told = None  # another bot may have told them meanwhile
        while True:
            await asyncio.sleep(ROUND)
            with speaking_to(self._languages, *self._operators):
                await self.look(bot)

    async def look(self, bot: Bot) -> None:
        """Tell operators what has begun and what is over since they were told the last time.

        Raises:
            CorpusError: The database cannot be read.
        """
        if self._told is None:
            self._told = self._store.alerts.told()
            self._sent = self._store.alerts.sent(self._clock())
        time = self._clock()
        found = await self._watched.incidents(self._told)
        new = {name: words for name, words in found.items() if name not in self._told}
        over = {name: words for name, words in self._told.items() if name not in found}
        self._sent = [one for one in self._sent if time - one < DAY]
        if not (new or over) or len(self._sent) >= MOST_A_DAY:
            return
        if not await self._tell(bot, alert_reply([*new.values()], [*over.values()])):
            return
        self._sent.append(time)
        self._told = {name: words for name, words in self._told.items() if name in found} | new
        try:
            self._store.alerts.note(new, over, time)
        except CorpusError as error:  # then a restart tells it again
            logger.warning("Could not store what operators were told: %s", error)

    async def _tell(self, bot: Bot, alert: Reply) -> bool:
        """Send an alert to every operator; return False if it should be tried again."""
        results = [await self._send(bot, operator, alert) for operator in self._operators]
        return any(results)

    async def _send(self, bot: Bot, operator: int, alert: Reply) -> bool:
        """Send an alert; return False if only the network or Telegram is at fault."""
        try:
            await send_to(bot, operator, alert)
        except (BadRequest, Forbidden) as error:
            if operator not in self._unreachable:
                logger.warning("Cannot send alerts to operator %s: %s", operator, error)
            self._unreachable.add(operator)
        except TelegramError as error:
            logger.info("Could not send an alert: %s", error)
            return False
        else:
            self._unreachable.discard(operator)
        return True
