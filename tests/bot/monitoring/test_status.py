import asyncio

import httpx
from web_server import free_place

from bot.monitoring.http_server import stop
from bot.monitoring.metrics import Metrics
from bot.monitoring.status import serve_status


def test_health_and_metrics_are_shown():
    async def main():
        place = free_place()
        metrics = Metrics()
        health = [True, False]
        server = serve_status(place, metrics, lambda: health.pop(0))
        metrics.questions.labels("answered").inc()
        metrics.seconds.observe(0.02)
        metrics.watch("queue", "Updates waiting", lambda: 3)
        async with httpx.AsyncClient(base_url=f"http://{place}") as client:
            answers = [await client.get(path) for path in ("/healthz", "/healthz", "/metrics")]
        await stop(server)
        return answers

    good, bad, figures = asyncio.run(main())
    assert (good.status_code, bad.status_code) == (200, 503)
    assert 'quotewire_questions_total{outcome="answered"} 1.0' in figures.text
    assert 'quotewire_answer_seconds_bucket{le="0.025"} 1.0' in figures.text
    assert "quotewire_queue 3.0" in figures.text
    assert figures.headers["content-type"].startswith("text/plain; version=0.0.4")
