import asyncio
import email.utils
import re
import shutil
import socket
import sys
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from articles import FERRY
from click.testing import CliRunner
from command_line import program
from damage import flipped, miscounted
from fake_telegram import NOW, TOKEN
from loopback import Loopback
from meaning import FakeMeaning
from ships import article, fill, found

from bot.library import index_folder
from bot.library.library import Library
from bot.settings import Settings
from bot.updates.inbox import Inbox
from bot.upkeep import doctor, index_checks
from bot.upkeep.doctor import (
    ask_telegram,
    check_database,
    check_disk,
    check_token,
    findings,
)
from bot.upkeep.finding import Finding
from bot.upkeep.index_checks import check_index, check_meaning, check_vectors
from corpus.article import LIBRARY
from corpus.clock import now
from corpus.store.store import Store
from corpus.store.subscriptions import Followed, Page
from retrieval.index import index as index_module
from retrieval.index.index import Index
from retrieval.meaning import minilm

HOOK = "https://bot.example/a-secret-path"


class Telegram(Loopback):
    """A Bot API that knows of a webhook and has a clock of its own."""

    date: str | None = email.utils.format_datetime(NOW, usegmt=False)

    def __init__(self):
        self.webhook = {"url": "", "has_custom_certificate": False, "pending_update_count": 3}
        super().__init__()

    def _result(self, method, parameters):
        if method == "getWebhookInfo":
            return self.webhook
        return super()._result(method, parameters)

    def _handler(self):
        api = self

        class Handler(super()._handler()):
            def do_GET(self):  # noqa: N802 - http.server's name
                self.send_response_only(404)
                if api.date is not None:
                    self.send_header("Date", api.date)
                self.send_header("Content-Length", "0")
                self.end_headers()

        return Handler


@pytest.fixture
def telegram():
    with closing(Telegram()) as telegram:
        yield telegram


def settings(base, **more):
    given = {"telegram_bot_token": TOKEN, "telegram_base_url": f"{base}/bot"} | more
    return Settings(_env_file=None, **given)


def asked(telegram, later=timedelta(0), patience=10, **more):
    """What is found, as lines, by a machine whose clock may be late or early."""
    given = settings(telegram.base, **more)
    return [
        finding.line for finding in asyncio.run(ask_telegram(given, lambda: NOW + later, patience))
    ]


@pytest.mark.parametrize(
    ("finding", "line"),
    [
        (Finding(True, "it works"), "ok it works"),
        (Finding(False, "it does not", "mend it"), "!! it does not: mend it"),
        (Finding(None, "it was not asked"), "-- it was not asked"),
    ],
)
def test_a_finding_is_one_line(finding, line):
    assert finding.line == line


def test_all_is_well(telegram):
    telegram.webhook["pending_update_count"] = 0
    assert asked(telegram) == [
        "ok the clock agrees with Telegram's",
        "ok Telegram answers, and the token belongs to @QuotewireBot",
        "ok group privacy is off: the bot receives mentions in groups",
        "ok no webhook is set, as in the settings; 0 updates waiting at Telegram",
    ]


def test_group_privacy_is_reported_but_is_not_a_problem(telegram):
    telegram.me["can_read_all_group_messages"] = False
    assert asked(telegram)[2].startswith("-- group privacy is on: ")


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (60, "ok the clock agrees with Telegram's"),
        (61, "!! the clock is 61 seconds ahead of Telegram's: synchronize it"),
        (-3600, "!! the clock is 3600 seconds behind Telegram's: synchronize it"),
    ],
)
def test_the_clock_is_compared_with_telegrams(telegram, seconds, told):
    assert asked(telegram, timedelta(seconds=seconds))[0].startswith(told)


@pytest.mark.parametrize("date", [None, "soon", "Mon, 3 Mar 2025 11:06:40 -0000"])
def test_a_server_can_send_no_date(telegram, date):
    telegram.date = date
    assert asked(telegram)[0] == "-- the clock was not checked: the server sends no date"


@pytest.mark.parametrize(
    ("url", "wanted", "told"),
    [
        ("", None, "ok no webhook is set, as in the settings; 3 updates"),
        (HOOK, HOOK, "ok the webhook is set, to bot.example; 3 updates waiting at Telegram"),
        (HOOK, None, "!! a webhook is set, to bot.example, but not in the settings: "),
        ("", HOOK, "-- no webhook is set, which differs from QUOTEWIRE_WEBHOOK_URL: "),
        (f"{HOOK}-2", HOOK, "!! the webhook is set, to bot.example, which differs from "),
    ],
)
def test_the_webhook_is_compared_with_the_settings(telegram, monkeypatch, url, wanted, told):
    telegram.webhook["url"] = url
    monkeypatch.setattr(Settings, "quotewire_webhook_url", wanted, raising=False)
    line = asked(telegram, **({"quotewire_webhook_url": wanted} if wanted else {}))[-1]
    assert line.startswith(told)
    assert "secret" not in line


@pytest.mark.parametrize(("minutes", "mark"), [(5, "!!"), (300, "ok")])
def test_a_recent_webhook_error_is_reported(telegram, minutes, mark):
    telegram.webhook |= {
        "url": HOOK,
        "last_error_date": int((NOW - timedelta(minutes=minutes)).timestamp()),
        "last_error_message": "Connection\nrefused",
    }
    line = asked(telegram, quotewire_webhook_url=HOOK)[-1]
    assert line.startswith(mark)
    assert ("(Connection refused)" in line) == (mark == "!!")


def test_a_rejected_token_is_reported_and_not_shown(telegram):
    other = TOKEN.replace("AAtest", "AAother")
    lines = asked(telegram, telegram_bot_token=other)
    assert lines[-1] == (
        "!! Telegram rejects the token in TELEGRAM_BOT_TOKEN: get the right one from @BotFather"
    )


def test_a_failing_server_is_a_finding(telegram):
    telegram.fail("getWebhookInfo", 500, "Internal Server Error", times=9)
    assert asked(telegram)[-1].startswith("!! Telegram cannot be reached (NetworkError): check ")


def test_an_unreachable_server_is_a_finding():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))  # nobody listens there
        nowhere = SimpleNamespace(base=f"http://127.0.0.1:{free.getsockname()[1]}")
        (line,) = asked(nowhere)
    assert line.startswith("!! Telegram cannot be reached (ConnectError): check the network")


def test_a_silent_server_times_out():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        place = SimpleNamespace(base=f"http://127.0.0.1:{silent.getsockname()[1]}")
        (line,) = asked(place, patience=0.05)
    assert line.startswith("!! Telegram did not answer within 0.05 seconds: check the network")


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("token", [None, "not-a-token"])
def test_without_a_token_telegram_is_not_asked(token):
    given = settings("http://127.0.0.1:1", telegram_bot_token=token)
    assert check_token(given).ok is False
    first, second, *_ = asyncio.run(findings(given))
    assert first.line.startswith("!! TELEGRAM_BOT_TOKEN ")
    assert second.line == "-- Telegram was not checked: that needs a token"
    assert "not-a-token" not in first.line


def lines(path):
    return [finding.line for finding in check_database(path)]


def test_removed_sources_that_were_not_deleted_in_time_are_reported(db, ferry):
    with closing(Store(db, lambda: now() - timedelta(minutes=119))) as store:
        store.add(ferry)
        store.set_aside(ferry.id)
    assert not any("removed source" in line for line in lines(db))
    with closing(Store(db, lambda: now() - timedelta(minutes=121))) as store:
        store.add(ferry)
        store.set_aside(ferry.id)
    assert "-- 1 removed source should have been deleted: the bot does that while it runs" in (
        "\n".join(lines(db))
    )


def test_feeds_and_pages_that_cannot_be_read_are_counted(db, ferry):
    feed = Followed(LIBRARY, "https://a.example/1", "A", None, None, now(), 0)
    page = Page(LIBRARY, 1, "https://a.example/2", None, None, now(), 0)
    with closing(Store(db)) as store:
        store.subscriptions.follow(feed)
        store.add(ferry)
        store.subscriptions.watch_new(page)
    assert not any("failing" in line or "readable" in line for line in lines(db))
    with closing(Store(db)) as store:
        store.subscriptions.reschedule(feed._replace(failing=now(), error="is not a feed"))
        store.subscriptions.watch(page._replace(failing=now(), error="is not a page"))
    found = "\n".join(lines(db))
    assert "-- 1 feed failing: quotewire feeds says why" in found
    assert "-- 1 page no longer readable: quotewire sources" in found


def test_the_database_is_checked(db):
    assert lines(db)[0].startswith(f"-- there is no database at {db} yet: ")
    assert not db.exists()
    fill(db, 1, 2)
    assert lines(db) == [
        f"ok the database {db} is sound and can be written",
        "ok it contains 2 articles",
        "ok no messages are waiting for an answer",
    ]
    with closing(Store(db)) as store:
        Inbox(store.database).put([(1, {"update_id": 7})])
    assert lines(db)[-1].startswith("-- 1 update waiting for an answer: ")


def test_a_damaged_database_is_reported(db):
    fill(db, *range(1, 40))
    flipped(db)
    assert lines(db) == [f"!! the database {db} is damaged; restore a backup"]
    db.write_bytes(b"no database")
    assert lines(db) == [f"!! the database {db} is not a Quotewire database, or is damaged"]


def test_an_inconsistent_database_is_reported(db):
    fill(db, 1)
    miscounted(db)
    (line,) = lines(db)
    assert line == (f"!! the database {db} is damaged: restore a backup with quotewire restore")


def index_check(db):
    return check_index(index_folder.index_folder(db))


@pytest.fixture
def indexed(db, monkeypatch):
    """A database with an index, which has a file though there is not much in it."""
    monkeypatch.setattr(index_module, "TAIL", 6)
    monkeypatch.setattr(Index.unsettled, "__defaults__", (6,))
    fill(db, *range(1, 6))
    assert index_check(db).line == "-- there is no index yet: it is built when it is needed"
    found(db)
    return db


@pytest.mark.parametrize(
    ("module", "version"), [(index_folder, "FORMAT"), (index_checks, "ANALYSIS_VERSION")]
)
def test_the_index_is_checked(indexed, monkeypatch, module, version):
    assert index_check(indexed).line == "ok the index is sound (1 file)"
    monkeypatch.setattr(module, version, 0)
    assert index_check(indexed).line.startswith("-- another version of Quotewire wrote the index")


@pytest.mark.parametrize("kind", ["manifest", "shape", "segment", "missing"])
def test_a_damaged_index_is_reported(indexed, kind):
    folder = Path(f"{indexed}.index")
    (segment,) = folder.glob("*.segment")
    if kind == "manifest":
        (folder / "manifest.json").write_text("{")
    elif kind == "shape":
        (folder / "manifest.json").write_text("[]")
    elif kind == "segment":
        segment.write_bytes(segment.read_bytes()[:-64])
    else:
        segment.unlink()
    finding = index_check(indexed)
    assert finding.line.startswith(f"!! the index {folder} cannot be used (")
    assert finding.line.endswith("): delete the folder; it is rebuilt at the next start")
    shutil.rmtree(folder)
    assert index_check(indexed).ok is None


def encode(db, model=minilm.SHA256):
    """Open a library, which makes the vectors of all articles in the database."""
    with (
        closing(Store(db)) as store,
        closing(Library(store, meaning=FakeMeaning(model))) as library,
    ):
        library.sources()


def vectors(db):
    return [finding.line for finding in check_vectors(db, index_folder.index_folder(db))]


def test_missing_vectors_are_counted(db):
    fill(db, 1, 2)
    assert vectors(db) == []
    encode(db)
    assert vectors(db) == ["ok the vectors of 2 articles are made and sound"]
    fill(db, 3)
    line = "-- the vectors of {} are still to be made: "
    line += "the bot does that while it runs, and quotewire encode at once"
    assert vectors(db) == [line.format("1 article")]
    encode(db, model="another model")
    assert vectors(db) == [line.format("3 articles")]


def test_vectors_of_removed_articles_do_not_count_for_new_ones(db):
    fill(db, 1, 2)
    encode(db)
    with closing(Store(db)) as store:
        store.remove(article(1).id)
    fill(db, 3)
    (line,) = vectors(db)
    assert line.startswith("-- the vectors of 1 article are still to be made")


def test_vectors_alone_are_no_index(db):
    fill(db, 1)
    with closing(Store(db)) as store:
        Library(store, meaning=FakeMeaning(minilm.SHA256)).sources()
    assert vectors(db) == ["ok the vectors of 1 article are made and sound"]
    assert index_check(db).line == "-- there is no index yet: it is built when it is needed"


@pytest.mark.parametrize("damage", ["cut", "flipped", "missing"])
def test_damaged_vectors_are_reported(db, damage):
    fill(db, 1)
    encode(db)
    folder = Path(f"{db}.index")
    (file,) = folder.glob("*.vectors")
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:-64])
    elif damage == "flipped":
        file.write_bytes(file.read_bytes()[:-64] + bytes(range(1, 65)))
    else:
        file.unlink()
    (line,) = vectors(db)
    assert line.startswith(f"!! the vectors in {folder} cannot be used (")
    assert line.endswith(
        "): the bot makes them again when it starts, and quotewire encode at once"
    )
    encode(db)
    assert vectors(db) == ["ok the vectors of 1 article are made and sound"]


def test_a_read_only_index_is_reported(indexed, monkeypatch):
    monkeypatch.setattr(index_checks.os, "access", lambda *_: False)
    assert index_check(indexed).line.startswith(
        f"!! the index {indexed}.index cannot be written: "
    )


BY_WORDS = "answers are chosen by their words alone"


def test_the_model_of_meaning_is_checked(monkeypatch):
    assert check_meaning(Settings(_env_file=None)).line == (
        "ok the model of meaning works: answers are chosen by meaning, too"
    )
    monkeypatch.setattr(minilm, "NEEDED", ("onnxruntime", "no_such_library"))
    assert check_meaning(Settings(_env_file=None)).line == (
        f"-- the model of meaning cannot be used without no_such_library: {BY_WORDS}"
    )
    assert check_meaning(Settings(quotewire_meaning=False, _env_file=None)).line == (
        f"-- the model of meaning is turned off (QUOTEWIRE_MEANING): {BY_WORDS}"
    )


def test_a_model_that_cannot_be_loaded_is_reported(monkeypatch, tmp_path, capfd):
    monkeypatch.setattr(minilm, "MODEL", tmp_path)
    finding = check_meaning(Settings(_env_file=None))
    assert finding.line.startswith("!! the model of meaning cannot be used (")
    assert finding.line.endswith(f"): {BY_WORDS} until Quotewire is installed again")
    assert capfd.readouterr().err == ""


def test_a_damaged_model_is_reported_even_if_it_can_be_used(monkeypatch, tmp_path):
    for name in (minilm.GRAPH, minilm.WEIGHTS, "tokenizer.json"):
        shutil.copy(str(minilm.MODEL.joinpath(name)), tmp_path / name)
    monkeypatch.setattr(minilm, "MODEL", tmp_path)
    assert check_meaning(Settings(_env_file=None)).ok
    with (tmp_path / minilm.WEIGHTS).open("r+b") as file:
        file.seek(5_000_000)
        file.write(bytes(100))
    assert check_meaning(Settings(_env_file=None)).line == (
        "!! the files of the model of meaning are damaged: "
        "install Quotewire again and delete the index's folder"
    )


@pytest.mark.parametrize(
    ("free", "size", "ok"),
    [(199_000_000, 0, False), (200_000_000, 0, True), (3_000_000_000, 2_000_000_000, False)],
)
def test_there_must_be_room_for_a_copy_of_the_database(db, monkeypatch, free, size, ok):
    with db.open("wb") as file:
        file.truncate(size)
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    assert check_disk(db).ok is ok
    assert check_disk(db.parent / "none" / "none.db").line.endswith(f"MB free in {db.parent}") is (
        free >= 200_000_000
    )


def test_a_folder_that_may_not_be_searched_is_a_finding(db, monkeypatch):
    def refuse(_):
        raise PermissionError(13, "Permission denied")

    given = settings("http://127.0.0.1:1", telegram_bot_token=None, quotewire_db=db)
    monkeypatch.setattr(Path, "exists", refuse)
    *_, last = asyncio.run(findings(given))
    assert last.line.startswith(f"!! {db} cannot be checked (Permission denied): ")


def test_a_database_that_cannot_be_used_is_one_line_and_hides_no_other(db):
    fill(db, 1)
    encode(db)
    db.write_bytes(b"no database")
    given = settings("http://127.0.0.1:1", telegram_bot_token=None, quotewire_db=db)
    told = [finding.line for finding in asyncio.run(findings(given))]
    assert [line for line in told if "the database" in line] == lines(db)
    assert "ok the index is sound" in "".join(told) or "there is no index" in "".join(told)
    assert "MB free in " in told[-1]


@pytest.mark.usefixtures("read_here")
@pytest.mark.parametrize("well", [True, False])
def test_the_command_prints_the_findings_and_exits_with_a_status(telegram, db, monkeypatch, well):
    telegram.date = email.utils.formatdate(time.time() - (0 if well else 3600), usegmt=True)
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: SimpleNamespace(free=10**9))
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_BASE_URL", f"{telegram.base}/bot")
    monkeypatch.setattr(sys, "argv", ["quotewire"])
    (db.parent / "a.txt").write_text(FERRY)
    CliRunner().invoke(program, ["add", str(db.parent / "a.txt")])
    result = CliRunner().invoke(program, ["doctor"])
    told = result.stdout.splitlines()
    assert result.exit_code == (0 if well else 1), result.output
    assert result.stderr == ""
    assert all(re.match(r"(ok|--) " if well else r"(ok|--|!!) ", line) for line in told)
    assert told[0] == "ok TELEGRAM_BOT_TOKEN is set and looks like a token"
    assert "ok it contains 1 article" in told
    assert TOKEN.partition(":")[2] not in result.output
