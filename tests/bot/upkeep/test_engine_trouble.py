"""What is said of a search engine that cannot be used; nothing shows the password."""

import json
from contextlib import closing

import pytest
from articles import FERRY
from certificates import Authority
from click.testing import CliRunner
from command_line import program
from engine_server import answering, silent
from stored import article

from bot.settings import load_settings
from bot.upkeep.engine_checks import check_engine
from corpus.store.store import Store

SECRET = "hunter%402"
CHECK = "check QUOTEWIRE_SEARCH, QUOTEWIRE_SEARCH_CA and the network; questions wait meanwhile"


@pytest.fixture
def doctor(db, monkeypatch):
    """The one line about an engine at an address."""

    def line(url, ca=None, timeout="60"):
        monkeypatch.setenv("QUOTEWIRE_SEARCH", url)
        monkeypatch.setenv("QUOTEWIRE_SEARCH_TIMEOUT", timeout)
        if ca:
            monkeypatch.setenv("QUOTEWIRE_SEARCH_CA", str(ca))
        (finding,) = check_engine(load_settings())
        assert finding.ok is False
        assert "hunter" not in finding.line
        assert "\n" not in finding.line
        return finding.line

    assert not db.exists()
    return line


def test_a_certificate_that_is_not_trusted_is_a_problem(doctor, tmp_path):
    authority, other = (Authority(tmp_path, name) for name in ("one", "other"))
    with answering(200, b"{}", tls=authority.context()) as (url, _):
        assert doctor(url, other.file) == (
            "!! the search engine has a certificate that QUOTEWIRE_SEARCH_CA, or without it the "
            f"system, does not trust: {CHECK}"
        )


def test_a_missing_file_of_certificates_is_a_problem(doctor, tmp_path):
    missing = tmp_path / "ca.pem"
    assert doctor(f"https://ann:{SECRET}@127.0.0.1:9", missing) == (
        f"!! QUOTEWIRE_SEARCH_CA names {missing}, which cannot be read (No such file or directory)"
    )


def test_a_wrong_password_is_a_problem(doctor):
    with answering(401, b"Unauthorized", "text/plain") as (url, _):
        assert doctor(url) == (
            "!! the search engine refuses the user or the password in QUOTEWIRE_SEARCH: check "
            "QUOTEWIRE_SEARCH; questions wait meanwhile"
        )


def test_a_right_that_the_user_lacks_is_a_problem(doctor):
    reason = "no permissions for [cluster:monitor/health] and User [name=hunter]"
    body = {"error": {"type": "security_exception", "reason": reason}, "status": 403}
    with answering(403, json.dumps(body).encode()) as (url, _):
        assert doctor(url) == (
            "!! the search engine does not let this user do that: cluster:monitor/health: give "
            "the user the rights listed in docs/scaling.md; questions wait meanwhile"
        )


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_engine_that_never_responds_is_a_problem(doctor, scheme):
    with silent() as port:
        line = doctor(f"{scheme}://ann:{SECRET}@127.0.0.1:{port}", timeout="0.05")
    assert line == f"!! the search engine did not respond in time: {CHECK}"


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("body", [b"{}", b'{"couchdb": "Welcome", "version": "3.3.3"}'])
def test_another_server_that_speaks_json_is_a_problem(monkeypatch, body):
    with answering(200, body) as (url, _):
        monkeypatch.setenv("QUOTEWIRE_SEARCH", url)
        *_, last = check_engine(load_settings())
    assert last.line == f"!! the search engine does not respond as OpenSearch does: {CHECK}"


@pytest.mark.parametrize("command", [["index"], ["index", "--rebuild"], ["ask", "How long?"]])
def test_commands_that_need_the_engine_say_so_in_a_line_and_fail(
    db, tmp_path, monkeypatch, command
):
    with closing(Store(db)) as store:
        store.add(article(FERRY))
    authority, other = (Authority(tmp_path, name) for name in ("one", "other"))
    monkeypatch.setenv("QUOTEWIRE_MEANING", "false")
    monkeypatch.setenv("QUOTEWIRE_SEARCH_CA", str(other.file))
    with answering(200, b"{}", tls=authority.context()) as (url, asked):
        monkeypatch.setenv("QUOTEWIRE_SEARCH", url)
        result = CliRunner().invoke(program, command)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "quotewire: OpenSearch: has a certificate that QUOTEWIRE_SEARCH_CA, or without it the "
        "system, does not trust\n"
    )
    assert asked == []
