"""The status pages: /healthz and /metrics."""

import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

from tornado.httpserver import HTTPServer
from tornado.routing import URLSpec
from tornado.web import RequestHandler

from bot.monitoring.http_server import listen, stop
from bot.monitoring.metrics import Metrics
from bot.settings import Settings
from corpus.clock import now

LONGEST_SILENCE = timedelta(seconds=90)  # without a poll after which the bot counts as unhealthy


class Health(RequestHandler):
    """Responds with 200 while the bot is healthy, otherwise with 503."""

    def initialize(self, is_healthy: Callable[[], bool]) -> None:
        """Keep the health check."""
        self._is_healthy = is_healthy

    def get(self) -> None:
        """Respond with 200 or 503."""
        healthy = self._is_healthy()
        self.set_status(200 if healthy else 503)
        self.write("ok\n" if healthy else "not ready\n")


class Figures(RequestHandler):
    """Shows the metrics."""

    def initialize(self, metrics: Metrics) -> None:
        """Keep the metrics."""
        self._metrics = metrics

    def get(self) -> None:
        """Respond with the metrics as text for Prometheus."""
        self.set_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        self.write(self._metrics.text())


def serve_status(address: str, metrics: Metrics, is_healthy: Callable[[], bool]) -> HTTPServer:
    """Start a server for /healthz and /metrics.

    Raises:
        OSError: The port cannot be used.
    """
    return listen(
        address,
        [
            URLSpec("/healthz", Health, {"is_healthy": is_healthy}),
            URLSpec("/metrics", Figures, {"metrics": metrics}),
        ],
    )


@contextlib.asynccontextmanager
async def serving_status(
    settings: Settings, metrics: Metrics, last_contact: Callable[[], datetime | None]
) -> AsyncIterator[None]:
    """Serve the status pages if the settings name a port.

    ``last_contact`` returns when the bot last heard from Telegram, or None if it has not yet.

    Raises:
        OSError: The port cannot be used.
    """
    address = settings.quotewire_status
    if address is None:
        yield
        return

    def is_healthy() -> bool:
        last = last_contact()
        if last is None:
            return False
        # With a webhook, Telegram is heard from only when somebody writes to the bot.
        return bool(settings.quotewire_webhook_url) or now() - last < LONGEST_SILENCE

    server = serve_status(address, metrics, is_healthy)
    try:
        yield
    finally:
        await stop(server)
