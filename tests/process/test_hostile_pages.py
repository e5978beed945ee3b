"""Pages that attack whoever fetches them. "Victims" are the other things this process does."""

import asyncio
from itertools import chain, repeat

import pytest
from web_server import bomb, page, raw_web, web

from corpus.errors import CorpusError
from corpus.metadata import UNKNOWN
from corpus.sandbox import sandbox
from corpus.web.pages import fetch_article, fetch_feed, find_feed_at

TRUSTED = {"localhost"}
TICK = 0.01  # seconds
LONGEST_DELAY = 1.0  # seconds; on an idle machine it is some milliseconds
ROUNDS = 5  # of which one must do: the machine may be busy with other things
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def attack(attempt):
    """Return the error that an attempt ends with, and the longest delay of anything else.

    If that is too long, there are more attempts.
    """
    for _ in range(ROUNDS):
        why, delay = one_attack(attempt)
        if delay < LONGEST_DELAY:
            break
    return why, delay


def one_attack(attempt):
    """Return the same of one attempt."""

    async def measured():
        loop = asyncio.get_running_loop()
        delays = []

        async def victim():
            while True:
                start = loop.time()
                await asyncio.sleep(TICK)
                delays.append(loop.time() - start - TICK)

        waiting = asyncio.create_task(victim())
        try:
            with pytest.raises(CorpusError) as caught:
                await attempt()
        finally:
            waiting.cancel()
        return caught.value.reason, sorted(delays)[int(len(delays) * 0.99)]

    return asyncio.run(measured())


def fetched(url):
    return fetch_article(url, UNKNOWN, TRUSTED)


@pytest.mark.parametrize(
    ("encoding", "layers", "reason"),
    [
        ("gzip, gzip", 2, "has an unsupported encoding: gzip, gzip"),
        ("gzip,gzip,gzip", 3, "has an unsupported encoding: gzip,gzip,gzip"),
        ("gzip", 1, "is larger than 10 MB"),
        ("deflate", 1, "is larger than 10 MB"),
    ],
)
@pytest.mark.parametrize("attempt", [fetched, lambda url: fetch_feed(url, (None, None), TRUSTED)])
def test_a_page_of_compressed_zeros_hurts_nobody(encoding, layers, reason, attempt):
    body = bomb(layers, 256 << 20)
    kind = "text/html" if attempt is fetched else "text/xml"
    with web({"/": page(body, kind, **{"Content-Encoding": encoding})}) as (host, _):
        why, delay = attack(lambda: attempt(f"{host}/"))
    assert why == reason
    assert delay < LONGEST_DELAY


@pytest.mark.parametrize(
    "parts",
    [
        lambda: chain([OK, b"Transfer-Encoding: chunked\r\n\r\n"], repeat(b"1\r\n<\r\n")),
        lambda: repeat(b"HTTP/1.1 103 Early Hints\r\n\r\n"),
        lambda: chain([OK], repeat(b"X-More: and more\r\n")),
        lambda: chain([OK, b"\r\n"], repeat(b"<p>")),
        list,
    ],
    ids=["one-byte chunks", "endless hints", "endless headers", "endless body", "nothing"],
)
def test_an_endless_or_crumbled_response_delays_nobody(parts, monkeypatch):
    monkeypatch.setattr(sandbox, "TIMEOUT", 0.0)
    monkeypatch.setattr(sandbox, "SECONDS", 3.0)
    with raw_web(parts) as host:
        why, delay = attack(lambda: fetched(f"{host}/"))
    assert why.startswith(("took longer", "takes too long", "is larger", "cannot be fetched"))
    assert delay < LONGEST_DELAY


def test_names_are_resolved_outside_this_process(monkeypatch):
    def unresolved(*_, **__):
        pytest.fail("many names that never resolve would hold the threads that resolve names")

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", unresolved)
    with web({"/": page()}) as (host, _):
        assert asyncio.run(fetched(f"{host}/")).article.url


@pytest.mark.parametrize("body", [b"<![", b"<!" * 50_000, b"<" * 100_000, b"<!--" * 25_000])
def test_a_page_of_broken_markup_has_no_feed(body):
    with web({"/": page(body)}) as (host, _):
        why, delay = attack(lambda: find_feed_at(f"{host}/", TRUSTED))
    assert why == "is not a feed and does not link to one"
    assert delay < LONGEST_DELAY
