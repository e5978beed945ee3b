"""OpenSearch with TLS and users: what works, and what is said of what does not."""

import email.utils
import json
import re
import time
from contextlib import closing
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace

import pytest
from articles import BRIDGE, FERRY
from certificates import Authority
from click.testing import CliRunner
from command_line import program
from fake_telegram import TOKEN
from loopback import Loopback
from stored import article

from bot.library.assembly.engine_health import EngineHealth
from bot.library.library import Library
from bot.library.opensearch.client import Address, Engine
from bot.library.opensearch.errors import EngineError
from bot.upkeep import doctor, scrubbing
from bot.upkeep.scrubbing import KEPT, scrub_engine
from corpus.store.store import Store

SCALING = Path(__file__).parents[2] / "docs" / "scaling.md"
ROLE = json.loads(re.search(r"```json\n(.*?)```", SCALING.read_text(), re.S)[1])
PASSWORD = "@ : / % é Quicksilver, 1?"
HIDDEN = re.compile("Quicksilver|keeper-of")
HOW_FAST, FOUND = "How many minutes does the ferry take?", "It crosses the strait in 35 minutes"
HOW_LONG, LATER = "How long do the repairs take?", "Engineers expect repairs to take three weeks."


@pytest.fixture
def store(db):
    with closing(Store(db)) as opened:
        opened.add(article(FERRY))
        yield opened


@pytest.fixture
def run(store, secured, monkeypatch):
    """Run a command with an engine at a URL; return its status and the lines that it prints."""
    assert store.positions()
    monkeypatch.setenv("QUOTEWIRE_MEANING", "false")
    monkeypatch.setenv("QUOTEWIRE_SEARCH_TIMEOUT", "60")

    def lines(command, url, ca=secured.ca):
        monkeypatch.setenv("QUOTEWIRE_SEARCH", url)
        monkeypatch.setenv("QUOTEWIRE_SEARCH_CA", str(ca))
        result = CliRunner().invoke(program, command)
        assert not HIDDEN.search(result.output), result.output
        return result.exit_code, result.output.splitlines()

    return lines


class Telegram(Loopback):
    """A Bot API in good order."""

    def _result(self, method, parameters):
        if method == "getWebhookInfo":
            return {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
        return super()._result(method, parameters)


@pytest.fixture
def telegram(db, monkeypatch):
    """What the doctor looks at beside the engine, in good order."""
    assert db.parent.exists()
    server = Telegram()
    server.date = email.utils.formatdate(time.time(), usegmt=True)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_BASE_URL", f"{server.base}/bot")
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: SimpleNamespace(free=10**9))
    yield server
    server.close()


def best(library, question):
    answer = library.answer(question, library.sources())
    return answer.passages[0].sentence.text if answer.passages else ""


def without(*rights):
    """The role of the documentation without some of its rights."""
    role = deepcopy(ROLE)
    for place in (role["cluster_permissions"], role["index_permissions"][0]["allowed_actions"]):
        place[:] = [one for one in place if one not in rights]
    return role


def test_a_user_with_the_documented_rights_can_do_all_that_is_done(secured, store, monkeypatch):
    monkeypatch.setattr(scrubbing, "COPIES_KNOWN", 0.0)  # another test waits for that
    address = Address([secured.user("ann", PASSWORD, ROLE)], secured.ca, 60)
    with closing(Library(store, search=address)) as library:
        assert best(library, HOW_FAST).startswith(FOUND)  # after the index has been made
        store.add(article(BRIDGE))
        assert best(library, HOW_LONG) == LATER
        (ferry,) = [one for one in store.at(store.positions()).values() if "ferry" in one.title]
        store.remove(ferry.id)
        assert "strait" not in best(library, HOW_FAST)
        assert library.rebuild()
        assert best(library, HOW_LONG) == LATER
        assert library.health == EngineHealth.GREEN
    with closing(Engine(address)) as engine:
        try:
            said = scrub_engine(engine)
        except EngineError as error:
            said = error.reason
        assert said == KEPT or said.startswith("Merged")


@pytest.mark.usefixtures("telegram", "read_here")
def test_the_commands_work_with_the_right_authority_and_password(run, secured):
    url = secured.user("ann", PASSWORD, ROLE)
    assert run(["index"], url) == (0, ["The index has 5 sentences."])
    assert any(FOUND in line for line in run(["ask", HOW_FAST], url)[1])
    status, lines = run(["doctor"], url)
    assert "ok the search engine has taken in all articles" in lines
    assert status == 0, lines


AUTHORITY = "has a certificate that QUOTEWIRE_SEARCH_CA, or without it the system, does not trust"


@pytest.mark.usefixtures("telegram", "read_here")
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("no authority", AUTHORITY),
        ("other authority", AUTHORITY),
        ("other host", "has a certificate for other host names than the one in QUOTEWIRE_SEARCH"),
        (
            "no TLS",
            "closed the connection; if it uses TLS, its address in QUOTEWIRE_SEARCH begins",
        ),
        ("other password", "refuses the user or the password in QUOTEWIRE_SEARCH"),
        ("no user", "refuses the user or the password in QUOTEWIRE_SEARCH"),
        ("no role", "does not let this user do that: "),
    ],
)
def test_what_is_wrong_is_said_by_each_command_in_a_line(run, secured, tmp_path, fault, said):
    url, ca = secured.user("carl", PASSWORD, without(*ROLE["cluster_permissions"])), secured.ca
    if fault == "no authority":
        ca = ""
    elif fault == "other authority":
        ca = Authority(tmp_path, "other").file
    elif fault == "other host":
        url = url.replace("127.0.0.1", "localhost")
    elif fault == "no TLS":
        url = url.replace("https:", "http:")
    elif fault == "other password":
        url = url.replace("Quicksilver", "Quicksand")
    elif fault == "no user":
        url = re.sub("//.*@", "//", url)
    for command in ("index", "ask"):
        status, lines = run([command, *[HOW_FAST][: command == "ask"]], url, ca)
        assert status == 2
        (line,) = lines
        assert line.startswith(f"quotewire: OpenSearch: {said}")
    status, lines = run(["doctor"], url, ca)
    assert status == 1
    wrong = [line for line in lines if line.startswith("!!")]
    assert len(wrong) == 1, lines
    assert wrong[0].startswith(f"!! the search engine {said}")


NEEDED = [one for one in ROLE["cluster_permissions"] if one.startswith("indices:")]
LOOKED_AT = [one for one in ROLE["cluster_permissions"] if one not in NEEDED]


@pytest.mark.parametrize("right", NEEDED)
def test_each_right_that_an_answer_needs_is_named_when_it_is_missing(secured, store, right):
    address = Address([secured.user("ben", PASSWORD, without(right))], secured.ca, 60)
    with (
        closing(Library(store, search=address)) as library,
        pytest.raises(EngineError, match=re.escape(f"do that: {right}")) as caught,
    ):
        best(library, HOW_FAST)
    assert caught.value.status == 403


@pytest.mark.usefixtures("telegram", "read_here")
@pytest.mark.parametrize("right", LOOKED_AT)
def test_each_right_that_the_doctor_needs_is_named_when_it_is_missing(run, secured, right):
    url = secured.user("ben", PASSWORD, without(right))
    assert run(["index"], url) == (0, ["The index has 5 sentences."])
    status, lines = run(["doctor"], url)
    assert status == 1
    (line,) = [line for line in lines if line.startswith("!!")]
    assert line.startswith(f"!! the search engine does not let this user do that: {right}: give ")
