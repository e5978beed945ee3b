"""Strangers' files are read in a process of their own: it may crash, hang or grow, and is ended.

``python -m bot.worker NAME`` reads a file's bytes from standard input and writes the article, or
what is wrong with it, to standard output.
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
    environment = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
    known = json.dumps(asdict(given), default=str)
    async with AT_ONCE:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.worker", name, known,
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
    return _article(out, name)


def _article(out: bytes, name: str) -> Article:
    try:
        found = json.loads(out)
    except ValueError as error:
        raise CorpusError(name, "takes too much memory to read, or is damaged") from error
    if "reason" in found:
        raise CorpusError(name, found["reason"])
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


def main(name: str, known: str) -> None:
    """Read one file within limits."""
    _limit()
    values: dict[str, Any] = json.loads(known)
    given = Metadata(**values | {"published": _day(values["published"])})
    try:
        found = asdict(read_article(sys.stdin.buffer.read(), name, given))
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
