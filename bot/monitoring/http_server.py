"""What the bot answers over HTTP: Telegram's webhook, and how the bot is."""

import hmac
import json
import logging
import re
import socket
import ssl
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from tornado.httpserver import HTTPServer
from tornado.routing import URLSpec
from tornado.web import Application, RequestHandler

from bot.monitoring.metrics import Metrics
from bot.updates.dispatch import numbered
from bot.updates.inbox import Body
from corpus.errors import CorpusError

logger = logging.getLogger(__name__)

LARGEST = 1 << 20  # bytes of an update
SLOWEST = 10  # seconds for an update to arrive
IDLE = 60  # seconds that a connection is kept without a request
CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)
PROOF = "X-Telegram-Bot-Api-Secret-Token"  # the header in which Telegram sends the secret

Accept = Callable[[Sequence[Body]], None]


class Webhook(RequestHandler):
    """Takes an update from Telegram; 200 says that it is kept and need not come again."""

    def initialize(self, accept: Accept, secret: str) -> None:
        """Take what the bot does about updates, and what Telegram proves itself by."""
        self._accept = accept
        self._secret = secret

    def post(self) -> None:
        """Keep an update."""
        given = self.request.headers.get(PROOF, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            self.set_status(403)
            return
        try:
            updates = numbered([json.loads(self.request.body)])
        except (ValueError, RecursionError):
            updates = []
        if not updates:
            self.set_status(400)
            return
        try:
            self._accept(updates)
        except CorpusError:
            logger.exception("An update could not be kept; Telegram will send it again")
            self.set_status(503)


class Health(RequestHandler):
    """Says 200 while updates are taken, otherwise 503."""

    def initialize(self, is_well: Callable[[], bool]) -> None:
        """Take what tells."""
        self._is_well = is_well

    def get(self) -> None:
        """Tell."""
        well = self._is_well()
        self.set_status(200 if well else 503)
        self.write("ok\n" if well else "not ready\n")


class Figures(RequestHandler):
    """Shows the metrics."""

    def initialize(self, metrics: Metrics) -> None:
        """Take the metrics."""
        self._metrics = metrics

    def get(self) -> None:
        """Show them."""
        self.set_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        self.write(self._metrics.text())


def serve_webhook(
    url: str,
    place: str,
    secret: str,
    accept: Accept,
    certificate: Path | None = None,
    key: Path | None = None,
) -> HTTPServer:
    """A server that takes updates at the address's path, with TLS where there are files for it.

    Raises:
        OSError: It cannot listen there, or the files cannot be used.
    """
    context = None
    if certificate is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, key)
    path = re.escape(urlsplit(url).path or "/")
    return _listening(
        place, [URLSpec(path, Webhook, {"accept": accept, "secret": secret})], context
    )


def serve_status(place: str, metrics: Metrics, is_well: Callable[[], bool]) -> HTTPServer:
    """A server that shows /healthz and /metrics.

    Raises:
        OSError: It cannot listen there.
    """
    routes = [
        URLSpec("/healthz", Health, {"is_well": is_well}),
        URLSpec("/metrics", Figures, {"metrics": metrics}),
    ]
    return _listening(place, routes, None)


def public_part(certificate: Path) -> bytes:
    """The certificates in a file, without the key that may stand there, too.

    Raises:
        OSError: It cannot be read.
    """
    return b"\n".join(CERTIFICATE.findall(certificate.read_bytes())) + b"\n"


async def stop(server: HTTPServer) -> None:
    """Answer nobody any more."""
    server.stop()
    await server.close_all_connections()


def _listening(place: str, routes: list[URLSpec], context: ssl.SSLContext | None) -> HTTPServer:
    host, _, port = place.rpartition(":")
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # ``HTTPServer.listen`` (6.5) leaves the socket open when the place is taken.
    listening = socket.create_server((host, int(port)), family=family)
    listening.setblocking(False)
    server = HTTPServer(
        Application(list(routes)),
        ssl_options=context,
        max_body_size=LARGEST,
        body_timeout=SLOWEST,
        idle_connection_timeout=IDLE,
    )
    server.add_socket(listening)
    return server
