"""Reads untrusted files in a worker process, which is killed if it hangs or uses too much memory.

``python -m corpus.web.sandbox KIND NAME KNOWN`` reads a file from standard input. It writes its
articles or its feed, or an error, to standard output, one JSON object per line.
"""

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import asdict
from datetime import date
from typing import Any

from corpus.article import Article, LeftOut, Span
from corpus.errors import CorpusError
from corpus.metadata import UNKNOWN, Metadata
from corpus.reading import read_articles
from corpus.web.feed_formats import Feed, parse_feed

SECONDS = 30  # to read a file
LONGER = 4  # times SECONDS, for all files of an archive
LONGEST_LINE = 64 * 1024**2  # bytes of one JSON object
MEMORY = 1536 * 1024**2  # bytes of address space
AT_ONCE = asyncio.Semaphore(
    1
)  # one worker at a time; on two cores, the other one answers questions
END = b"END\n"  # the last line of output
OURS = ("TELEGRAM_", "QUOTEWIRE_")  # prefixes of settings that the worker must not see


async def read_in_worker(
    data: bytes, name: str, overrides: Metadata = UNKNOWN
) -> AsyncGenerator[Article | CorpusError, None]:
    """Yield the articles in a file or archive, as ``read_articles`` does."""
    known = json.dumps(asdict(overrides), default=str)
    try:
        async with aclosing(_work("articles", data, name, known)) as objects:
            async for found in objects:
                yield _article(found)
    except CorpusError as error:
        yield error


async def parse_feed_in_worker(data: bytes, url: str) -> Feed:
    """Parse a feed in a worker process.

    Raises:
        CorpusError: The data is not a feed, or takes too much time or memory to read.
    """
    async with aclosing(_work("feed", data, url, "null")) as objects:
        found = await anext(objects)
    if "reason" in found:
        raise CorpusError(url, found["reason"])
    return Feed(found["title"], tuple(found["links"]))


async def _work(
    kind: str, data: bytes, name: str, known: str
) -> AsyncGenerator[dict[str, Any], None]:
    """Yield the objects, at least one, that a worker process writes.

    Raises:
        CorpusError: The worker takes too long, or ends early.
    """
    clock = asyncio.get_running_loop().time
    async with AT_ONCE, _started(kind, data, name, known) as process:
        end = clock() + SECONDS * LONGER
        try:
            while True:
                async with asyncio.timeout_at(min(clock() + SECONDS, end)):
                    line = await _line(process)
                if line == END:
                    return
                yield _parsed(line, name)
        except TimeoutError as error:
            raise CorpusError(name, "takes too long to read") from error


@asynccontextmanager
async def _started(
    kind: str, data: bytes, name: str, known: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Start a worker process with the data on standard input; kill it at the end."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
    process = await asyncio.create_subprocess_exec(
        # -P: do not import from the current folder, which may have its own "corpus" or "bot"
        sys.executable, "-P", "-m", "corpus.web.sandbox", kind, name, known,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL, env=environment, limit=LONGEST_LINE,
    )  # fmt: skip
    feeding = asyncio.create_task(_feed(process, data))
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        feeding.cancel()
        await asyncio.wait([feeding])
        await process.communicate()  # waits until its pipes are closed


def _parsed(line: bytes, name: str) -> dict[str, Any]:
    try:
        parsed: dict[str, Any] = json.loads(line)
    except ValueError as error:  # the process ended early
        raise CorpusError(name, "takes too much memory to read, or is damaged") from error
    return parsed


async def _feed(process: asyncio.subprocess.Process, data: bytes) -> None:
    if process.stdin is None:
        return
    with contextlib.suppress(OSError):  # the worker can end before it has read everything
        process.stdin.write(data)
        await process.stdin.drain()
        process.stdin.close()


async def _line(process: asyncio.subprocess.Process) -> bytes:
    if process.stdout is None:
        return b""
    try:
        return await process.stdout.readline()
    except ValueError:  # longer than LONGEST_LINE
        return b""


def _article(found: dict[str, Any]) -> Article | CorpusError:
    if "reason" in found:
        return CorpusError(found["name"], found["reason"])
    del found["id"]
    line = found.pop("title_span")
    return Article(
        spans=tuple(Span(*span) for span in found.pop("spans")),
        left_out=tuple(LeftOut(*stretch) for stretch in found.pop("left_out")),
        title_span=line and Span(*line),
        published=_day(found.pop("published")),
        **found,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def main(kind: str, name: str, known: str) -> None:
    """Read one file within the limits."""
    _limit()
    data = sys.stdin.buffer.read()
    for found in _results(kind, name, known, data):
        sys.stdout.write(json.dumps(found, default=str) + "\n")
        sys.stdout.flush()
    sys.stdout.write(END.decode())


def _results(kind: str, name: str, known: str, data: bytes) -> Iterator[dict[str, Any]]:
    if kind == "feed":
        try:
            yield asdict(parse_feed(data, name))
        except CorpusError as error:
            yield _error_object(error)
        return
    values: dict[str, Any] = json.loads(known)
    overrides = Metadata(**values | {"published": _day(values["published"])})
    for article in read_articles(data, name, overrides):
        yield _error_object(article) if isinstance(article, CorpusError) else asdict(article)


def _error_object(error: CorpusError) -> dict[str, Any]:
    return {"name": str(error.path), "reason": error.reason}


def _limit() -> None:
    try:
        import resource  # missing on Windows, where only the time is limited
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS * LONGER, SECONDS * LONGER))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main(*sys.argv[1:])
