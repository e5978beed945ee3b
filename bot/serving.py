"""Answering in Telegram from the start to the end."""

import asyncio
import logging
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any

from telegram.ext import Application

from bot.jobs.job_queue import JobQueue
from bot.monitoring.metrics import Metrics
from bot.monitoring.status import Check, serving_status, silence
from bot.monitoring.supervisor import Supervisor
from bot.settings import Settings
from bot.updates.dispatch import Dispatch
from bot.updates.receiving.polling import by_polls, insist
from bot.updates.receiving.webhook import by_webhook, common_secret
from bot.updates.sharing.bots import Bots, OneBot
from corpus.store.database.retrying import when_free

logger = logging.getLogger(__name__)

TelegramApplication = Application[Any, Any, Any, Any, Any, Any]

GRACE = 1.0  # seconds at the end to finish answers; a message in flight gets one more


@dataclass(frozen=True, slots=True)
class QuotewireBot:
    """A bot that is assembled but not connected yet."""

    settings: Settings
    application: TelegramApplication
    dispatch: Dispatch
    jobs: JobQueue
    metrics: Metrics
    background: Supervisor  # runs while the bot answers; of several bots, in the one that leads
    own_background: Supervisor  # runs in each bot while it answers
    bots: Bots
    duties: tuple[Check, ...]  # of what is done in the background, if this bot leads
    engine: Check  # of the search engine, if there is one
    engine_note: Check

    def health(self) -> list[Check]:
        """What /healthz checks; some of it only if this is the bot that leads."""
        of_leader = (self._silence, *self.duties, self.background.broken)
        return [
            self.engine,
            self.bots.broken,
            self.own_background.broken,
            *(partial(self._if_leading, check) for check in of_leader),
        ]

    def _if_leading(self, check: Check) -> str | None:
        return check() if self.bots.leads else None

    def _silence(self) -> str | None:
        """What is said while Telegram is silent."""
        polls = not self.settings.quotewire_webhook_url
        return silence(self.dispatch.last_contact, polls=polls)


async def serve(bot: QuotewireBot) -> None:
    """Connect and answer until cancelled, then finish the answers in progress.

    Raises:
        InvalidToken: Telegram does not accept the token.
        SettingsError: Telegram does not accept the webhook's address.
        OSError: A port to listen on cannot be opened, or a certificate cannot be used.
    """
    try:
        await insist(bot.application.initialize)
        if left := await when_free(bot.dispatch.resume):  # before any new updates
            logger.info("Updates left from the last run: %d.", left)
        async with bot.bots.running():
            try:
                checks, notes = bot.health(), [bot.engine_note]
                async with serving_status(bot.settings, bot.metrics, checks, notes):
                    await _answer(bot)
            finally:
                await _close(bot)
    finally:
        await bot.application.shutdown()
        await bot.application.bot.shutdown()  # the application does so only if it was initialized


async def _answer(bot: QuotewireBot) -> None:
    """Receive updates by a webhook, or by polls whenever this is the bot that leads."""
    telegram, settings = bot.application.bot, bot.settings
    hooked = bool(settings.quotewire_webhook_url)
    secret = None if isinstance(bot.bots, OneBot) else common_secret(telegram.token)
    webhook: AbstractAsyncContextManager[object] = nullcontext()
    if hooked:
        webhook = by_webhook(telegram, bot.dispatch, settings, secret)
    async with webhook, bot.own_background.running():
        logger.info("Answering as @%s.", telegram.username)
        await bot.bots.lead(partial(_lead, bot, polls=not hooked))


async def _lead(bot: QuotewireBot, *, polls: bool) -> None:
    """Do what one bot does for all, which includes polling, until cancelled."""
    if not polls:
        async with bot.background.running():
            await asyncio.get_running_loop().create_future()
    async with by_polls(bot.application.bot, bot.dispatch.accept) as receiving:
        bot.dispatch.note_contact()
        async with bot.background.running():
            await receiving


async def _close(bot: QuotewireBot) -> None:
    """Finish the answers in progress."""
    await asyncio.gather(bot.dispatch.close(GRACE), bot.jobs.close(GRACE))
    if left := bot.dispatch.left:
        logger.info("Updates left for the next run: %d.", left)
