"""The worker process that fetches, decodes and parses what strangers wrote.

``python -m corpus.sandbox.worker`` reads tasks from standard input. For each, it writes what it
found to standard output, one JSON object per line, and END.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict
from typing import Any

from corpus.article import Article
from corpus.errors import CorpusError, NotAnArticleError, UnavailableError
from corpus.reading import read_articles
from corpus.sandbox.confinement import confine, limit_processor_time, seal
from corpus.sandbox.feed_items import Feed
from corpus.sandbox.task import END, Task, read_task

Fields = dict[str, Any]  # of a Report, as JSON has them


async def perform(
    task: Task, data: bytes, when_fetched: Callable[[], None] = lambda: None
) -> AsyncIterator[Fields]:
    """Yield what a task finds; ``data`` is the content of a file."""
    try:
        if task.kind == "file":
            when_fetched()
            for found in read_articles(data, task.name, task.overrides):
                yield _report(found)
        else:
            yield await _fetched(task, when_fetched)
    except CorpusError as error:
        yield _report(error)


async def _fetched(task: Task, when_fetched: Callable[[], None]) -> Fields:
    # Imported here because httpx takes 100 ms to import, and files do not need it.
    from corpus.sandbox.page_tasks import read_feed, read_linked_feed, read_page

    read = {"page": read_page, "feed": read_feed, "linked feed": read_linked_feed}[task.kind]
    page, found = await read(task, when_fetched)
    return {"page": page._asdict()} | _report(found)


def _report(found: Article | Feed | CorpusError | None) -> Fields:
    match found:
        case Article():
            fields = asdict(found)
            for ours in ("id", "collection", "number", "added"):
                del fields[ours]
            return {"article": fields}
        case Feed():
            return {"feed": asdict(found)}
        case CorpusError():
            wait = found.retry_after if isinstance(found, UnavailableError) else None
            failure = {"name": str(found.path), "reason": found.reason, "retry_after": wait}
            return {"failure": failure | {"no_article": isinstance(found, NotAnArticleError)}}
        case None:
            return {}


def written(report: Fields) -> bytes:
    """A report as a line of JSON; lone surrogates, which no text may have, become "?"."""
    return json.dumps(report, ensure_ascii=False, default=str).encode("utf-8", "replace") + b"\n"


async def _work(task: Task, data: bytes) -> None:
    async for report in perform(task, data, seal):
        sys.stdout.buffer.write(written(report))
        sys.stdout.buffer.flush()


def main() -> None:
    """Do tasks until standard input ends."""
    confine()
    # Not asyncio.run, which ends by starting a thread (3.11): a sealed process cannot.
    loop = asyncio.new_event_loop()
    while line := sys.stdin.buffer.readline():
        task, size = read_task(line)
        data = sys.stdin.buffer.read(size)
        limit_processor_time()
        loop.run_until_complete(_work(task, data))
        sys.stdout.buffer.write(END)
        sys.stdout.buffer.flush()
    loop.close()


if __name__ == "__main__":
    main()
