"""TLS: what is trusted, and what is said of what is not."""

import re
import ssl
from pathlib import Path

import pytest
from certificates import Authority
from engine_server import answering
from patience import PATIENCE

from bot.library.assembly.engine_address import engine_address
from bot.library.opensearch.client import Address, Engine
from bot.library.opensearch.errors import EngineError
from bot.library.opensearch.tls import tls_problem
from bot.settings import SettingsError, load_settings

NOT_TRUSTED = (
    "has a certificate that QUOTEWIRE_SEARCH_CA, or without it the system, does not trust"
)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("other"))


def said(url, ca):
    """What is wrong with an engine at a URL; nothing if it responds."""
    engine = Engine(Address([url], ca, PATIENCE))
    try:
        engine.request("GET", "/")
    except EngineError as error:
        assert "hunter" not in f"{error}{error!r}"
        assert error.is_busy  # it waits for an operator, and questions with it
        return error.reason
    finally:
        engine.close()
    return ""


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_an_engine_whose_authority_is_given_is_trusted(authority, host):
    with answering(200, b"{}", tls=authority.context()) as (url, asked):
        assert said(url.replace("127.0.0.1", host), authority.file) == ""
    ((_, headers, _),) = asked
    assert headers["authorization"] == "Basic YW5uOmh1bnRlckAy"  # ann:hunter@2


def test_an_engine_of_another_authority_is_not_trusted_and_gets_no_password(authority, other):
    with answering(200, b"{}", tls=authority.context()) as (url, asked):
        assert said(url, None) == NOT_TRUSTED
        assert said(url, other.file) == NOT_TRUSTED
    assert asked == []


def test_without_a_file_the_systems_certificates_are_trusted(authority, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))  # where OpenSSL looks for them
    # The tests cache what this makes.
    monkeypatch.setattr(ssl, "create_default_context", ssl.create_default_context.__wrapped__)
    with answering(200, b"{}", tls=authority.context()) as (url, _):
        assert said(url, None) == ""


@pytest.mark.parametrize(
    ("names", "expired", "reason"),
    [
        ((), True, "has a certificate that has expired"),
        (
            ["search.example", "127.0.0.2"],
            False,
            "has a certificate for other host names than the one in QUOTEWIRE_SEARCH",
        ),
    ],
)
def test_a_certificate_that_does_not_fit_is_told_by_its_fault(authority, names, expired, reason):
    tls = authority.context(*names, expired=expired)
    with answering(200, b"{}", tls=tls) as (url, asked):
        assert said(url, authority.file) == reason
        assert said(url.replace("127.0.0.1", "localhost"), authority.file) == reason
    assert asked == []


PLAIN = "does not use TLS, which https:// in QUOTEWIRE_SEARCH asks for"


def test_tls_that_is_asked_of_a_server_without_it_is_named(authority):
    with answering(200, b"{}") as (url, asked):
        assert said(url.replace("http:", "https:"), authority.file) == PLAIN
    assert asked == []


def test_tls_that_is_asked_of_an_engine_without_it_is_named(authority, opensearch):
    (url,) = opensearch.urls
    assert said(url.replace("http://", "https://ann:hunter@"), authority.file) == PLAIN


def test_an_engine_with_tls_that_is_asked_without_it_is_named(authority):
    with answering(200, b"{}", tls=authority.context()) as (url, asked):
        found = said(url.replace("https:", "http:"), authority.file)
    assert found == (
        "closed the connection; if it uses TLS, its address in QUOTEWIRE_SEARCH begins with "
        "https://"
    )
    assert asked == []


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ssl.SSLEOFError(8, "EOF occurred in violation of protocol"), "cannot be reached"),
        (ssl.SSLError(1, "[SSL] unknown"), "cannot be reached by TLS (no reason given)"),
        ("anything", "cannot be reached by TLS (no reason given)"),
    ],
)
def test_other_failures_of_tls_are_told_by_their_kind(error, reason):
    assert tls_problem(error) == reason


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (None, "which cannot be read (No such file or directory)"),
        ("", "which has no certificate in PEM format"),
        ("no certificate", "which has no certificate in PEM format"),
    ],
)
def test_a_file_of_certificates_that_cannot_be_used_is_named(tmp_path, monkeypatch, text, reason):
    ca = tmp_path / "ca.pem"
    if text is not None:
        ca.write_text(text)
    monkeypatch.setenv("QUOTEWIRE_SEARCH", "https://me:hunter@search.example:9200")
    monkeypatch.setenv("QUOTEWIRE_SEARCH_CA", str(ca))
    whole = f"names {ca}, {reason}"
    with pytest.raises(SettingsError, match=f"^QUOTEWIRE_SEARCH_CA {re.escape(whole)}$"):
        engine_address(load_settings())
    # Later on, when the file has been there at the start.
    with pytest.raises(EngineError, match=f"QUOTEWIRE_SEARCH_CA {re.escape(whole)}$"):
        Engine(Address(["https://search.example:9200"], Path(ca)))
