import asyncio
import contextlib
import os
import signal
import sys
from datetime import date
from pathlib import Path

import pytest
from files import PAGE, archive, pdf, word_document

from corpus.article import Article
from corpus.errors import CorpusError
from corpus.metadata import Metadata
from corpus.reading import read_article
from corpus.sandbox import sandbox as worker
from corpus.sandbox.sandbox import Sandbox, read_in_worker
from corpus.sandbox.task import Task


def read_all(data, name, *given):
    async def collect():
        return [found async for found in read_in_worker(data, name, *given)]

    return asyncio.run(collect())


def read(data, name, *given):
    (found,) = read_all(data, name, *given)
    if isinstance(found, CorpusError):
        raise found
    return found


@pytest.mark.parametrize("given", [Metadata(), Metadata("T", published=date(2025, 3, 21))])
def test_the_worker_reads_a_file_as_this_process_does(given):
    data = PAGE.encode()
    assert read(data, "page.html", given) == read_article(data, "page.html", given)


def test_the_worker_tells_a_language_although_it_may_not_write_files():
    text = "Die Fähre verließ am Montag den Hafen. Sie war eine Stunde zu spät."
    assert read(text.encode(), "ferry.txt").language == "de"


def test_the_worker_reports_the_same_error_as_this_process():
    with pytest.raises(CorpusError, match=r"^a\.pdf: is a damaged PDF$"):
        read(b"%PDF-1.4 nothing", "a.pdf")


def listed(folder):
    return len(list(Path(folder).iterdir()))


def content(path):
    return Path(path).read_bytes()


def test_a_file_that_takes_too_long_is_abandoned(monkeypatch):
    monkeypatch.setattr(worker, "SECONDS", 0.01)
    with pytest.raises(CorpusError, match="takes too long to read"):
        read(b"It rained.", "a.txt")


def test_a_crash_is_one_line(monkeypatch):
    monkeypatch.setattr(worker.sys, "executable", "/bin/false")
    with pytest.raises(CorpusError, match="takes too much memory to read, or is damaged"):
        read(b"It rained.", "a.txt")


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_a_worker_that_reports_nothing_is_one_line(tmp_path, monkeypatch):
    liar = tmp_path / "liar"
    liar.write_text("#!/bin/sh\necho END\nexec cat > /dev/null\n")
    liar.chmod(0o700)
    monkeypatch.setattr(worker.sys, "executable", str(liar))
    with pytest.raises(CorpusError, match="takes too much memory to read, or is damaged"):
        asyncio.run(worker.perform_alone(Task("page", "http://a.example/")))


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_a_process_that_outlives_the_worker_holds_nobody_up(tmp_path, monkeypatch):
    tough = tmp_path / "tough"
    tough.write_text("#!/bin/sh\nsetsid sleep 60 &\necho $! > $0.pid\nexec cat > /dev/null\n")
    tough.chmod(0o700)
    monkeypatch.setattr(worker.sys, "executable", str(tough))
    monkeypatch.setattr(worker, "SECONDS", 1)

    async def read_with_patience():
        before = listed("/proc/self/fd") if sys.platform == "linux" else 0
        async with asyncio.timeout(30):
            found = [one async for one in read_in_worker(b"It rained." * 100_000, "a.txt")]
        await asyncio.sleep(0)
        return found, listed("/proc/self/fd") - before if sys.platform == "linux" else 0

    try:
        (found,), opened = asyncio.run(read_with_patience())
    finally:
        with contextlib.suppress(FileNotFoundError, ValueError):  # a slow machine wrote no number
            os.kill(int((tmp_path / "tough.pid").read_text()), signal.SIGKILL)
    assert found.reason == "takes too long to read"
    assert opened <= 1  # the child watcher's


@pytest.mark.parametrize(
    "data",
    [
        b"<html><body>" + b"<div>" * 1_000_000 + b"deep",
        b"word " * 900_000,
        archive(word_document_xml=b"<w>" * 100_000),
        b"a. " * 40_000,
    ],
)
def test_hostile_files_become_an_article_or_one_line(data):
    try:
        assert read(data, "a.html").spans
    except CorpusError as error:
        assert "\n" not in str(error)


def test_the_articles_of_an_archive_arrive_one_by_one():
    data = archive(a_txt="It rained.", b_pdf="%PDF-1.4", c_txt="It snowed.")
    first, wrong, last = read_all(data, "a.zip")
    assert (first.text, wrong.reason, last.text) == (
        "It rained.", "is a damaged PDF", "It snowed.",
    )  # fmt: skip
    (empty,) = read_all(archive(a_exe="x"), "a.zip")
    assert empty.reason.startswith("contains no file of these types")


def test_a_package_of_the_same_name_in_the_working_directory_is_ignored(tmp_path, monkeypatch):
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "__init__.py").write_text("raise SystemExit('not ours')")
    monkeypatch.chdir(tmp_path)
    assert read(b"It rained.", "a.txt").text == "It rained."


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists a process's threads")
def test_the_worker_needs_no_threads():
    """A sealed worker cannot start any, unless it is root's."""

    async def threads():
        async with Sandbox() as sandbox:
            for name, data in (
                ("a.html", PAGE.encode()),
                ("a.pdf", pdf("It rained.")),
                ("a.docx", word_document("It rained.")),
                ("a.txt", "Es regnete. Déjà vu.".encode("latin-1")),
            ):
                found = [one async for one in read_in_worker(data, name, sandbox=sandbox)]
                assert isinstance(found[0], Article), found
            return listed(f"/proc/{sandbox.pid}/task")

    assert asyncio.run(threads()) == 1


def test_one_sandbox_reads_many_files_and_outlives_a_crash():
    async def read_three():
        async with Sandbox() as sandbox:
            for data in (b"It rained.", b"It snowed."):
                yield [one async for one in read_in_worker(data, "a.txt", sandbox=sandbox)]
            os.kill(sandbox.pid, signal.SIGKILL)
            yield [one async for one in read_in_worker(b"It hailed.", "a.txt", sandbox=sandbox)]
            yield [one async for one in read_in_worker(b"It thawed.", "a.txt", sandbox=sandbox)]

    async def collected():
        return [found async for found in read_three()]

    (rained,), (snowed,), (third,), (thawed,) = asyncio.run(collected())
    assert [one.text for one in (rained, snowed, thawed)] == [
        "It rained.", "It snowed.", "It thawed.",
    ]  # fmt: skip
    assert isinstance(third, CorpusError) or third.text == "It hailed."


def test_without_memory_for_a_process_there_is_one_line(monkeypatch):
    async def refuse(*_, **__):
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(asyncio, "create_subprocess_exec", refuse)
    with pytest.raises(CorpusError, match="no process can be started"):
        read(b"It rained.", "a.txt")


def test_the_worker_sees_no_settings(monkeypatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")

    async def environment():
        async with Sandbox() as sandbox:
            async for _ in read_in_worker(b"It rained.", "a.txt", sandbox=sandbox):
                pass
            return content(f"/proc/{sandbox.pid}/environ")

    if not Path("/proc/self/environ").exists():
        pytest.skip("this system does not show environments")
    found = asyncio.run(environment())
    assert b"PATH=" in found
    assert b"TOKEN" not in found
    assert b"SECRET" not in found
