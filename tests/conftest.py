"""Fixtures for all tests: small articles, an empty database, no processes."""

import logging
import os
import ssl
import subprocess
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import cache
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from articles import BRIDGE, FERRY
from catalogues import compile_all
from hypothesis import settings
from shares import ALONE, Shares
from starting import SkippedError

from corpus.metadata import Metadata
from corpus.reading import read_article
from corpus.sandbox.reports import read_report
from corpus.sandbox.sandbox import Sandbox
from corpus.sandbox.worker import perform, written

ROOT = Path(__file__).parent.parent

# The time of an example depends on the machine more than on the code.
settings.register_profile("quotewire", deadline=None)
settings.load_profile("quotewire")


compile_all()


@pytest.hookimpl(optionalhook=True)  # pytest-xdist may be turned off
def pytest_xdist_make_scheduler(config, log):
    """Share out the tests as ``Shares`` does, in the order in which they are collected."""
    config.option.loadscopereorder = False
    return Shares(config, log)


def pytest_collection_modifyitems(items):
    """Begin with the tests that only one process may run: they take it the longest."""
    items.sort(key=lambda item: not item.nodeid.startswith(ALONE))


def pytest_make_parametrize_id(val, argname):
    """Name bytes by their argument: a file may hold the time at which it was made.

    Each of pytest-xdist's processes must give the same name to a test.
    """
    return argname if isinstance(val, bytes) else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(call):
    """Report all tests whose engine is missing as one, since they are skipped for one reason."""
    report = yield
    if call.excinfo and isinstance(call.excinfo.value, SkippedError):
        report.longrepr = "tests/engines", None, f"Skipped: {call.excinfo.value.msg}"
    return report


class Errors(logging.Handler):
    """Collect logged errors; caplog cannot be cleared between hypothesis examples."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.records = []

    def emit(self, record):
        self.records.append(logging.Formatter().format(record))


@pytest.fixture
def ferry():
    given = Metadata(
        source="Harbour Courier",
        url="https://courier.example/ferry",
        published=date(2025, 3, 3),
        language="en",
    )
    return read_article(FERRY.encode(), "ferry.txt", given)


@pytest.fixture
def bridge():
    return read_article(BRIDGE.encode(), "bridge.txt")


@pytest.fixture(scope="session")
def sample_path():
    """A real news page pasted as text, which we may not publish and so may be missing."""
    path = ROOT.parent / "shared" / "seed" / "article.txt"
    if not path.exists():
        pytest.skip(f"{path.name}, another publisher's page, is missing")
    return path


START_PROCESS = subprocess.Popen.__init__


@contextmanager
def shared(server):
    """Start a server that tests share; the first of them may itself start no process."""
    with ExitStack() as until_closed:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(subprocess.Popen, "__init__", START_PROCESS)
            started = until_closed.enter_context(server()).start()
        yield started


@pytest.fixture(autouse=True)
def no_processes():
    """Fail a test that starts a process; those belong in tests/process or tests/engines."""

    def refuse(*_, **__):
        pytest.fail("a test that starts a process belongs in tests/process")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subprocess.Popen, "__init__", refuse)
        patch.setattr(BaseProcess, "start", refuse)
        patch.setattr(os, "fork", refuse, raising=False)
        yield


@pytest.fixture(autouse=True, scope="session")
def one_tls_context():
    """Make TLS contexts once: each HTTP client makes one, and few tests need any."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        yield


@pytest.fixture
def loopback():
    """The Bot API behind a server on this machine."""
    from loopback import Loopback  # loads Telegram's library, which few tests need

    server = Loopback()
    yield server
    server.close()


@pytest.fixture(scope="session")
def postgresql():
    """The PostgreSQL server that tests share; skipped where none is installed."""
    from postgresql import Server  # loads psycopg, which few tests need

    with shared(Server) as server:
        yield server


@pytest.fixture
def postgresql_url(postgresql):
    """The URL of a new, empty database of PostgreSQL."""
    name = postgresql.create()
    yield postgresql.url(name)
    postgresql.start()
    postgresql.drop(name)


@pytest.fixture
def postgresql_pair():
    """A PostgreSQL server and its synchronous standby, for one test that may start processes."""
    from postgresql import Pair  # loads psycopg, which few tests need

    with Pair() as pair:
        yield pair.start()


@pytest.fixture(scope="session")
def one_node():
    from cluster import Cluster  # few tests need it

    with shared(lambda: Cluster(1)) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def three_nodes():
    from cluster import Cluster  # few tests need it

    with shared(lambda: Cluster(3)) as cluster:
        yield cluster


@pytest.fixture
def opensearch(one_node):
    """An empty OpenSearch of one node; skipped where it cannot be had."""
    yield one_node
    one_node.clear()


@pytest.fixture
def opensearch_cluster(three_nodes):
    """An empty OpenSearch of three nodes; skipped where it cannot be had."""
    yield three_nodes
    three_nodes.clear()


@pytest.fixture
def db(tmp_path, monkeypatch):
    """A path for the database, with no settings taken from this machine."""
    path = tmp_path / "quotewire.db"
    for name in ("TELEGRAM_BOT_TOKEN", "TELEGRAM_BASE_URL", "TELEGRAM_BASE_FILE_URL"):
        monkeypatch.delenv(name, raising=False)
    for name in ("QUOTEWIRE_LOG_LEVEL", "QUOTEWIRE_CONFIDENCE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("QUOTEWIRE_DB", str(path))
    monkeypatch.chdir(tmp_path)
    return path


@pytest.fixture(scope="module")
def errors():
    """The errors logged so far, for a test to clear and check."""
    handler = Errors()
    logging.getLogger().addHandler(handler)
    yield handler.records
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def read_here(monkeypatch):
    """Read files and pages in this process, which is faster than in a worker process."""

    async def perform_here(_, task, data=b""):
        async for report in perform(task, data):
            yield read_report(written(report), task.name)

    monkeypatch.setattr(Sandbox, "perform", perform_here)
