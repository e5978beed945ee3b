"""Strangers' files are read in a process of their own: it may crash, hang or grow, and is ended.

``python -m bot.worker KIND NAME KNOWN`` reads a file's bytes from standard input and writes the
article or feed, or what is wrong with it, to standard output.
"""

import asyncio
import contextlib
import json
import os
import sys
from dataclasses import asdict
from datetime import date
from typing import Any

from corpus.article import Article, LeftOut, Span
from corpus.errors import CorpusError
from corpus.feeds import Feed, parse_feed
from corpus.front_matter import UNKNOWN, Metadata
from corpus.reading import read_article

SECONDS = 30  # that reading a file may take
MEMORY = 1536 * 1024**2  # bytes of address space
AT_ONCE = asyncio.Semaphore(1)  # the other core answers questions
OURS = ("TELEGRAM_", "QUOTEWIRE_")  # settings that the process has no need to know


async def read_in_worker(data: bytes, name: str, given: Metadata = UNKNOWN) -> Article:
    """The article in a file's bytes; what is given overrides what the file says of itself.

    Raises:
        CorpusError: The bytes hold no article, or reading them takes too much.
    """
    found = await _work("article", data, name, json.dumps(asdict(given), default=str))
    del found["id"]
    line = found.pop("title_span")
    return Article(
        spans=tuple(Span(*span) for span in found.pop("spans")),
        left_out=tuple(LeftOut(*stretch) for stretch in found.pop("left_out")),
        title_span=line and Span(*line),
        published=_day(found.pop("published")),
        **found,
    )


async def parse_feed_in_worker(data: bytes, url: str) -> Feed:
    """The feed in some bytes.

    Raises:
        CorpusError: The bytes are no feed, or reading them takes too much.
    """
    found = await _work("feed", data, url, "null")
    return Feed(found["title"], tuple(found["links"]))


async def _work(kind: str, data: bytes, name: str, known: str) -> dict[str, Any]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
    async with AT_ONCE:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.worker", kind, name, known,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL, env=environment,
        )  # fmt: skip
        try:
            async with asyncio.timeout(SECONDS):
                out, _ = await process.communicate(data)
        except TimeoutError as error:
            raise CorpusError(name, "takes too long to read") from error
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.communicate()  # until its pipes are closed
    try:
        found: dict[str, Any] = json.loads(out)
    except ValueError as error:
        raise CorpusError(name, "takes too much memory to read, or is damaged") from error
    if "reason" in found:
        raise CorpusError(name, found["reason"])
    return found


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def main(kind: str, name: str, known: str) -> None:
    """Read one file within limits."""
    _limit()
    data = sys.stdin.buffer.read()
    try:
        if kind == "feed":
            found = asdict(parse_feed(data, name))
        else:
            values: dict[str, Any] = json.loads(known)
            given = Metadata(**values | {"published": _day(values["published"])})
            found = asdict(read_article(data, name, given))
    except CorpusError as error:
        found = {"reason": error.reason}
    sys.stdout.write(json.dumps(found, default=str))


def _limit() -> None:
    try:
        import resource  # not there on Windows, where only the time is limited
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main(*sys.argv[1:])
