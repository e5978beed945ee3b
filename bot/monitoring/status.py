"""How updates come in, by polls or by webhook, and where the bot shows that they do."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Awaitable
from datetime import timedelta

from telegram import Bot
from telegram.error import BadRequest

from bot.clock import now
from bot.monitoring.http_server import public_part, serve_status, serve_webhook, stop
from bot.monitoring.metrics import Metrics
from bot.settings import Settings, SettingsError
from bot.updates.dispatch import Dispatch
from bot.updates.polling import ALLOWED_UPDATES, insist, poll

DEAF = timedelta(seconds=90)  # without a poll from which on the bot is not well


@contextlib.asynccontextmanager
async def by_polls(bot: Bot, dispatch: Dispatch, _: Settings) -> AsyncIterator[Awaitable[None]]:
    """What receives updates until it is cancelled, by asking Telegram for them."""
    await insist(bot.delete_webhook)  # while there is one, Telegram refuses polls
    yield poll(bot, dispatch.accept)


@contextlib.asynccontextmanager
async def by_webhook(
    bot: Bot, dispatch: Dispatch, settings: Settings
) -> AsyncIterator[Awaitable[None]]:
    """What receives updates until it is cancelled, by letting Telegram bring them."""
    url = settings.quotewire_webhook_url or ""
    given = settings.quotewire_webhook_secret
    secret = given.get_secret_value() if given else secrets.token_urlsafe(32)
    certificate = settings.quotewire_webhook_certificate
    server = serve_webhook(
        url,
        settings.quotewire_webhook_listen,
        secret,
        dispatch.accept,
        certificate,
        settings.quotewire_webhook_key,
    )

    async def announce() -> None:
        shown = public_part(certificate) if certificate else None
        try:
            await bot.set_webhook(
                url, certificate=shown, allowed_updates=ALLOWED_UPDATES, secret_token=secret
            )
        except BadRequest as error:
            raise SettingsError("QUOTEWIRE_WEBHOOK_URL", f"is refused: {error}") from error

    try:
        await insist(announce)
        dispatch.heard = now()
        yield asyncio.get_running_loop().create_future()
    finally:
        await stop(server)


@contextlib.asynccontextmanager
async def status_shown(
    settings: Settings, metrics: Metrics, dispatch: Dispatch
) -> AsyncIterator[None]:
    """Show how the bot is, if the settings say where."""
    place = settings.quotewire_status
    if place is None:
        yield
        return

    def is_well() -> bool:
        if dispatch.heard is None:
            return False
        # By webhook Telegram is heard of only when somebody asks.
        return bool(settings.quotewire_webhook_url) or now() - dispatch.heard < DEAF

    server = serve_status(place, metrics, is_well)
    try:
        yield
    finally:
        await stop(server)
