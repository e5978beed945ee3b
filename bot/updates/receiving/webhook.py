"""Receiving updates by webhook: Telegram sends each one to our HTTPS server."""

import contextlib
import hmac
import json
import logging
import re
import secrets
import ssl
from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from telegram import Bot
from telegram.error import BadRequest
from tornado.httpserver import HTTPServer
from tornado.routing import URLSpec
from tornado.web import RequestHandler, stream_request_body

from bot.monitoring.http_server import let_idle, listen, stop
from bot.settings import Settings, SettingsError
from bot.updates.bodies import Body, numbered
from bot.updates.dispatch import Dispatch
from bot.updates.receiving.polling import ALLOWED_UPDATES, insist
from corpus.errors import CorpusError

logger = logging.getLogger(__name__)

CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)
PROOF_HEADER = "X-Telegram-Bot-Api-Secret-Token"

Accept = Callable[[Sequence[Body]], None]


@stream_request_body
class Webhook(RequestHandler):
    """Receives an update from Telegram; 200 means that it is stored and need not be resent.

    Without the secret, the body takes no memory and the connection may not stay idle.
    """

    def initialize(self, accept: Accept, secret: str) -> None:
        """Keep the function that stores updates, and check the secret."""
        sent = self.request.headers.get(PROOF_HEADER, "")
        self._accept = accept
        self._is_telegram = hmac.compare_digest(sent.encode(), secret.encode())
        self._body = bytearray()

    def data_received(self, chunk: bytes) -> None:
        """Keep a part of the body."""
        if self._is_telegram:
            self._body += chunk

    def post(self) -> None:
        """Store an update."""
        if not self._is_telegram:
            self.set_status(403)
            return
        let_idle(self.request)
        try:
            updates = numbered([json.loads(bytes(self._body))])
        except (ValueError, RecursionError):
            updates = []
        if not updates:
            self.set_status(400)
            return
        try:
            self._accept(updates)
        except CorpusError as error:
            logger.warning("Could not store an update; Telegram will send it again: %s", error)
            self.set_status(503)


@contextlib.asynccontextmanager
async def by_webhook(
    bot: Bot, dispatch: Dispatch, settings: Settings, secret: str | None = None
) -> AsyncIterator[None]:
    """Listen and register the webhook, with a secret unless the settings have another one.

    Raises:
        SettingsError: Telegram rejects the URL.
        OSError: The port or the certificate's files cannot be used.
    """
    url = settings.quotewire_webhook_url or ""
    fixed = settings.quotewire_webhook_secret
    secret = fixed.get_secret_value() if fixed else secret or secrets.token_urlsafe(32)
    certificate = settings.quotewire_webhook_certificate
    address, key = settings.quotewire_webhook_listen, settings.quotewire_webhook_key
    server = serve_webhook(url, address, secret, dispatch.accept, certificate, key)
    try:
        await insist(partial(_register, bot, url, secret, certificate))
        dispatch.note_contact()
        yield
    finally:
        await stop(server)


def common_secret(token: str) -> str:
    """The webhook's secret of all bots with a token; it reveals nothing about the token."""
    return hmac.new(token.encode(), b"webhook", "sha256").hexdigest()


async def _register(bot: Bot, url: str, secret: str, certificate: Path | None) -> None:
    """Tell Telegram where to send updates."""
    shown = public_part(certificate) if certificate else None
    try:
        await bot.set_webhook(
            url, certificate=shown, allowed_updates=ALLOWED_UPDATES, secret_token=secret
        )
    except BadRequest as error:
        raise SettingsError(
            "QUOTEWIRE_WEBHOOK_URL", f"was rejected by Telegram: {error}"
        ) from error


def serve_webhook(
    url: str,
    address: str,
    secret: str,
    accept: Accept,
    certificate: Path | None = None,
    key: Path | None = None,
) -> HTTPServer:
    """Start a server for the URL's path; with a certificate, it uses TLS.

    Raises:
        OSError: The port or the files cannot be used.
    """
    context = None
    if certificate is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, key)
    path = re.escape(urlsplit(url).path or "/")
    route = URLSpec(path, Webhook, {"accept": accept, "secret": secret})
    return listen(address, [route], context)


def public_part(certificate: Path) -> bytes:
    """Return the certificates in a file, leaving out any private key.

    Raises:
        OSError: The file cannot be read.
    """
    return b"\n".join(CERTIFICATE.findall(certificate.read_bytes())) + b"\n"
