"""The connections to Telegram."""

import httpx
from telegram.request import BaseRequest, HTTPXRequest

from bot.delivery.limits import sign_limits
from bot.delivery.limits.flood_limits import CONNECTIONS
from bot.delivery.telegram_time import TelegramTime

SLOWEST = 15.0  # seconds for Telegram to accept a message; after a timeout it may arrive twice


def connections(time: TelegramTime) -> tuple[BaseRequest, BaseRequest]:
    """Return the connections for messages and for polls, which keep ``time`` right.

    They share the certificates, because loading those is slow.
    """
    options = {
        "verify": httpx.create_ssl_context(),
        "event_hooks": {"response": [time.learn]},
    }
    most = CONNECTIONS + sign_limits.CONNECTIONS
    sending = HTTPXRequest(most, read_timeout=SLOWEST, pool_timeout=SLOWEST, httpx_kwargs=options)
    return sending, HTTPXRequest(httpx_kwargs=options)
