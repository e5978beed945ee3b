import asyncio
from datetime import date

import pytest
from files import PAGE, archive

from corpus.errors import CorpusError
from corpus.metadata import Metadata
from corpus.reading import read_article
from corpus.sandbox import sandbox as worker
from corpus.sandbox.sandbox import read_in_worker


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


def test_the_worker_reports_the_same_error_as_this_process():
    with pytest.raises(CorpusError, match=r"^a\.pdf: is a damaged PDF$"):
        read(b"%PDF-1.4 nothing", "a.pdf")


def test_a_file_that_takes_too_long_is_abandoned(monkeypatch):
    monkeypatch.setattr(worker, "SECONDS", 0.01)
    with pytest.raises(CorpusError, match="takes too long to read"):
        read(b"It rained.", "a.txt")


def test_a_crash_is_one_line(monkeypatch):
    monkeypatch.setattr(worker.sys, "executable", "/bin/false")
    with pytest.raises(CorpusError, match="takes too much memory to read, or is damaged"):
        read(b"It rained.", "a.txt")


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
