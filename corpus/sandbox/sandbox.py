"""Has a confined worker process read what strangers wrote; the process is killed if it hangs."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing, nullcontext
from typing import Self

from corpus.article import Article
from corpus.errors import CorpusError, UnavailableError
from corpus.metadata import UNKNOWN, Metadata
from corpus.sandbox.reports import DAMAGED, Report, read_report
from corpus.sandbox.task import END, MOST_LINKED, TIMEOUT, Task

SECONDS = 30  # to read a file
LONGER = 4  # times SECONDS, for all files of an archive
FETCHES = {
    "file": 0,
    "page": 1,
    "feed": 1,
    "linked feed": 1 + MOST_LINKED,
}  # each takes up to TIMEOUT
GONE = 2.0  # to end when killed
LONGEST_LINE = 64 * 1024**2  # bytes of one report
MOST_OUTPUT = 256 * 1024**2  # bytes of all reports about a task
# Variables that the worker may see; it must see no token.
ENVIRONMENT = (
    "PATH", "PYTHONPATH", "PYTHONHOME", "PYTHONUTF8", "LANG", "LC_ALL", "LC_CTYPE", "TZ",
    "SSL_CERT_FILE", "SSL_CERT_DIR", "LD_LIBRARY_PATH", "SYSTEMROOT",
)  # fmt: skip


class Sandbox:
    """A worker process that reads one task after another, started again whenever it has ended.

    Strangers' files and pages each get a sandbox of their own, so that one cannot change what is
    read from another.
    """

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @property
    def pid(self) -> int | None:
        """The process's number; None if none is running."""
        return self._process.pid if self._process else None

    async def perform(self, task: Task, data: bytes = b"") -> AsyncGenerator[Report, None]:
        """Yield what a task finds, at least one report.

        Raises:
            CorpusError: The worker takes too long, ends early, or finds nothing.
        """
        process = await self._running(task.name)
        feeding = asyncio.create_task(_feed(process, task, data))
        is_done = has_any = False
        try:
            async with aclosing(_lines(process, task)) as lines:
                async for line in lines:
                    yield read_report(line, task.name)
                    has_any = True
            if not has_any:
                raise CorpusError(task.name, DAMAGED)
            is_done = True
        except TimeoutError as error:
            raise CorpusError(task.name, "takes too long to read") from error
        finally:
            feeding.cancel()
            await asyncio.wait([feeding])
            if not is_done:
                await self.close()

    async def close(self) -> None:
        """Kill the process, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        _kill(process)
        try:
            async with asyncio.timeout(GONE):
                await process.communicate()  # waits until its pipes are closed
        except TimeoutError:  # a process that it has started holds them open
            # Only the transport can let go of the pipes, and asyncio (3.11) does not show it.
            if process.stdin is not None and not process.stdin.is_closing():
                process.stdin.transport.abort()
            process._transport.close()  # type: ignore[attr-defined]  # noqa: SLF001 - see above

    async def _running(self, name: str) -> asyncio.subprocess.Process:
        """The process, started if necessary.

        Raises:
            UnavailableError: The system lacks memory, processes or open files; about this name.
        """
        if self._process is not None and self._process.returncode is not None:
            await self.close()
        if self._process is None:
            try:
                self._process = await _start()
            except OSError as error:
                reason = f"cannot be read now: no process can be started ({error.strerror})"
                raise UnavailableError(name, reason) from error
        return self._process


async def read_in_worker(
    data: bytes, name: str, overrides: Metadata = UNKNOWN, sandbox: Sandbox | None = None
) -> AsyncGenerator[Article | CorpusError, None]:
    """Yield the articles in a file or archive, as ``read_articles`` does.

    Without a ``sandbox``, a new one is used.
    """
    async with nullcontext(sandbox) if sandbox else Sandbox() as used:
        task = Task("file", name, overrides=overrides)
        try:
            async with aclosing(used.perform(task, data)) as reports:
                async for report in reports:
                    found = report.article or report.error
                    if found is not None:
                        yield found
        except CorpusError as error:
            yield error


async def perform_alone(task: Task) -> Report:
    """Return the one thing that a task finds, in a sandbox of its own.

    Raises:
        CorpusError: It is an error.
    """
    async with Sandbox() as sandbox, aclosing(sandbox.perform(task)) as reports:
        report = await anext(reports)
        if report.error is not None:
            raise report.error
        return report


async def _start() -> asyncio.subprocess.Process:
    environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
    # nltk loads numpy, which must not start threads: a sealed process cannot.
    environment["OPENBLAS_NUM_THREADS"] = "1"
    return await asyncio.create_subprocess_exec(
        # -P: do not import from the current folder, which may have its own "corpus" or "bot"
        sys.executable, "-P", "-m", "corpus.sandbox.worker",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL, env=environment, limit=LONGEST_LINE,
        start_new_session=True,  # a group of its own, so that all of it can be killed
    )  # fmt: skip


def _kill(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):  # missing on Windows
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


async def _feed(process: asyncio.subprocess.Process, task: Task, data: bytes) -> None:
    if process.stdin is None:
        return
    with contextlib.suppress(OSError):  # the worker can end before it has read everything
        process.stdin.write(task.written(len(data)))
        process.stdin.write(data)
        await process.stdin.drain()


async def _lines(process: asyncio.subprocess.Process, task: Task) -> AsyncGenerator[bytes, None]:
    """Yield the lines about a task.

    Raises:
        TimeoutError: One takes too long, or all of them do.
        CorpusError: They are too much.
    """
    clock = asyncio.get_running_loop().time
    fetching = FETCHES[task.kind] * TIMEOUT
    end = clock() + SECONDS * LONGER + fetching
    size = 0
    while True:
        async with asyncio.timeout_at(min(clock() + SECONDS + fetching, end)):
            line = await _line(process)
        if line == END:
            return
        size += len(line)
        if size > MOST_OUTPUT:
            raise CorpusError(task.name, "contains too much text")
        yield line


async def _line(process: asyncio.subprocess.Process) -> bytes:
    if process.stdout is None:
        return b""
    try:
        return await process.stdout.readline()
    except ValueError:  # longer than LONGEST_LINE
        return b""
