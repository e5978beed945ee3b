"""The status pages: /healthz and /metrics."""

import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime, timedelta

from tornado.httpserver import HTTPServer
from tornado.routing import URLSpec
from tornado.web import RequestHandler

from bot.library.assembly.engine_health import EngineHealth, trouble
from bot.library.library import Library
from bot.monitoring.http_server import listen, stop
from bot.monitoring.metrics import Metrics
from bot.settings import Settings
from corpus.clock import now

LONGEST_SILENCE = timedelta(seconds=90)  # without a poll after which the bot counts as unhealthy

Check = Callable[[], str | None]  # a sentence about what is wrong; None if nothing is


class Health(RequestHandler):
    """Responds with 200 while nothing is wrong; otherwise with 503, and what is wrong.

    Notes are shown as well, but do not count as wrong.
    """

    def initialize(self, checks: Sequence[Check], notes: Sequence[Check]) -> None:
        """Keep the health checks."""
        self._checks = checks
        self._notes = notes

    def get(self) -> None:
        """Respond with 200 or 503."""
        wrong = [found for check in self._checks if (found := check()) is not None]
        self.set_status(503 if wrong else 200)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        notes = [found for check in self._notes if (found := check()) is not None]
        self.write("".join(f"{line}\n" for line in [*(wrong or ["ok"]), *notes]))


class Figures(RequestHandler):
    """Shows the metrics."""

    def initialize(self, metrics: Metrics) -> None:
        """Keep the metrics."""
        self._metrics = metrics

    def get(self) -> None:
        """Respond with the metrics as text for Prometheus."""
        self.set_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        self.write(self._metrics.text())


def serve_status(
    address: str, metrics: Metrics, checks: Sequence[Check], notes: Sequence[Check] = ()
) -> HTTPServer:
    """Start a server for /healthz and /metrics.

    Raises:
        OSError: The port cannot be used.
    """
    return listen(
        address,
        [
            URLSpec("/healthz", Health, {"checks": checks, "notes": notes}),
            URLSpec("/metrics", Figures, {"metrics": metrics}),
        ],
    )


@contextlib.asynccontextmanager
async def serving_status(
    settings: Settings, metrics: Metrics, checks: Sequence[Check], notes: Sequence[Check] = ()
) -> AsyncIterator[None]:
    """Serve the status pages if the settings name a port.

    Raises:
        OSError: The port cannot be used.
    """
    address = settings.quotewire_status
    if address is None:
        yield
        return
    server = serve_status(address, metrics, checks, notes)
    try:
        yield
    finally:
        await stop(server)


def silence(last_contact: datetime | None, *, polls: bool) -> str | None:
    """A sentence if the bot has not heard from Telegram yet or, while it polls, for long."""
    if last_contact is None:
        return "Telegram has not answered yet."
    # With a webhook, Telegram is heard from only when somebody writes to the bot.
    if polls and now() - last_contact >= LONGEST_SILENCE:
        return f"Telegram has not answered for {LONGEST_SILENCE.total_seconds():.0f} seconds."
    return None


def engine_trouble(library: Library) -> str | None:
    """A sentence if the search engine cannot be used, or not for all questions."""
    health = library.health
    return trouble(health) if health in (EngineHealth.UNREACHABLE, EngineHealth.RED) else None


def engine_note(library: Library) -> str | None:
    """A sentence if the search engine is not as safe as it should be."""
    return trouble(library.health) if library.health == EngineHealth.YELLOW else None
