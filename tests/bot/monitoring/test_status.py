import asyncio
from datetime import timedelta

import httpx
import pytest
from web_server import free_place

from bot.library.assembly.engine_health import EngineHealth
from bot.monitoring.http_server import stop
from bot.monitoring.metrics import Metrics
from bot.monitoring.status import (
    LONGEST_SILENCE,
    engine_note,
    engine_trouble,
    serve_status,
    silence,
)
from corpus.clock import now


def test_health_and_metrics_are_shown():
    async def main():
        place = free_place()
        metrics = Metrics()
        purge = [None, "Nothing is deleted.", "Nothing is deleted."]
        feeds = [None, None, "Feeds stand still."]
        checks = [lambda: purge.pop(0), lambda: feeds.pop(0)]
        server = serve_status(place, metrics, checks)
        metrics.questions.labels("answered").inc()
        metrics.seconds.observe(0.02)
        metrics.watch("queue", "Updates waiting", lambda: 3)
        async with httpx.AsyncClient(base_url=f"http://{place}") as client:
            paths = ["/healthz", "/healthz", "/healthz", "/metrics"]
            answers = [await client.get(path) for path in paths]
        await stop(server)
        return answers

    good, bad, worse, figures = asyncio.run(main())
    assert (good.status_code, good.text) == (200, "ok\n")
    assert (bad.status_code, bad.text) == (503, "Nothing is deleted.\n")
    assert (worse.status_code, worse.text) == (503, "Nothing is deleted.\nFeeds stand still.\n")
    assert 'quotewire_questions_total{outcome="answered"} 1.0' in figures.text
    assert 'quotewire_answer_seconds_bucket{le="0.025"} 1.0' in figures.text
    assert "quotewire_queue 3.0" in figures.text
    assert figures.headers["content-type"].startswith("text/plain; version=0.0.4")


@pytest.mark.parametrize(
    ("seconds", "polls", "said"),
    [
        (None, True, "Telegram has not answered yet."),
        (None, False, "Telegram has not answered yet."),
        (LONGEST_SILENCE.total_seconds() - 5, True, None),
        (LONGEST_SILENCE.total_seconds(), True, "Telegram has not answered for 90 seconds."),
        (LONGEST_SILENCE.total_seconds(), False, None),
    ],
)
def test_silence_is_reported_unless_a_webhook_waits_for_messages(seconds, polls, said):
    last = None if seconds is None else now() - timedelta(seconds=seconds)
    assert silence(last, polls=polls) == said


class Kept:
    """A library whose engine has this health."""

    def __init__(self, health):
        self.health = health


@pytest.mark.parametrize(
    ("health", "status", "text"),
    [
        (None, 200, "ok\n"),
        (EngineHealth.GREEN, 200, "ok\n"),
        (EngineHealth.NONE, 200, "ok\n"),
        (
            EngineHealth.YELLOW,
            200,
            "ok\nThe search engine lacks copies of the index (status yellow).\n",
        ),
        (EngineHealth.RED, 503, "The search engine has lost a part of the index (status red).\n"),
        (EngineHealth.UNREACHABLE, 503, "The search engine cannot be reached.\n"),
    ],
)
def test_the_search_engines_health_is_shown(health, status, text):
    library = Kept(health)

    async def main():
        place = free_place()
        checks, notes = [lambda: engine_trouble(library)], [lambda: engine_note(library)]
        server = serve_status(place, Metrics(), checks, notes)
        async with httpx.AsyncClient(base_url=f"http://{place}") as client:
            answer = await client.get("/healthz")
        await stop(server)
        return answer

    answer = asyncio.run(main())
    assert (answer.status_code, answer.text) == (status, text)
