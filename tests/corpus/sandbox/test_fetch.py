import asyncio
import gzip
import threading

import pytest
from files import PAGE
from patience import PATIENCE
from web_server import page, web

from corpus.errors import CorpusError
from corpus.sandbox import fetch as fetching
from corpus.sandbox.fetch import fetch, is_public

TRUSTED = {"127.0.0.1", "localhost"}


def moved(to):
    return 302, {"Location": to, "Set-Cookie": "a=b"}, b""


def get(url, trusted=TRUSTED):
    return asyncio.run(fetch(url, trusted))


def test_a_page_has_its_final_address():
    with web({"/a": moved("/b?x=1"), "/b?x=1": page()}) as (host, asked):
        found, data = get(f"{host}/a")
        assert data == PAGE.encode()
        assert found.url == f"{host}/b?x=1"
        (_, first), (_, second) = asked
        assert first["Host"] == host.removeprefix("http://")
        assert "Cookie" not in second


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (page(status=404), "its server responds with status 404"),
        (page(kind="image/png"), "has an unsupported type: image/png"),
        (moved("/"), "redirects more than 5 times"),
        (moved("ftp://host/"), "is not a plain http or https address"),
        (moved("http://user@localhost/"), "is not a plain http or https address"),
        (moved("http://169.254.169.254/latest"), "is not on the public internet"),
        (moved("http://[::1]/"), "is not on the public internet"),
        (page(gzip.compress(b"0" * 11 * 1024**2), **{"Content-Encoding": "gzip"}), "than 10 MB"),
        (page(b"0" * 11 * 1024**2), "is larger than 10 MB"),
    ],
)
def test_an_error_names_the_address_and_the_reason(answer, reason):
    with web({"/": answer}) as (host, _), pytest.raises(CorpusError, match=reason) as caught:
        get(f"{host}/")
    assert str(caught.value).startswith(host)
    assert "\n" not in str(caught.value)


def test_private_hosts_are_not_contacted_unless_trusted():
    with web({"/": page()}) as (host, asked):
        for url in (host, host.replace("localhost", "127.0.0.1"), host.replace("localhost", "0")):
            with pytest.raises(CorpusError, match="not on the public internet"):
                get(url, trusted=())
        assert asked == []


def test_a_host_is_resolved_once_and_the_checked_address_is_used(monkeypatch):
    resolved = []

    async def rebinding(_loop, host, *_, **__):
        resolved.append(host)
        address = "127.0.0.1" if len(resolved) == 1 else "10.0.0.1"
        return [(0, 0, 0, "", (address, 80))]

    with web({"/": page()}) as (host, _):
        monkeypatch.setattr(fetching.asyncio.base_events.BaseEventLoop, "getaddrinfo", rebinding)
        get(f"http://rebinding.example:{host.rpartition(':')[2]}/", {"rebinding.example"})
    assert resolved[0] == "rebinding.example"
    assert "rebinding.example" not in resolved[1:]


def test_a_slow_server_times_out(monkeypatch):
    monkeypatch.setattr(fetching, "TIMEOUT", 0.05)
    quiet = threading.Event()

    class Slow(dict):
        def __getitem__(self, _path):
            quiet.wait(PATIENCE)
            return page()

    with web(Slow()) as (host, _):
        with pytest.raises(CorpusError, match="took longer than"):
            get(host)
        quiet.set()


def test_a_page_that_has_not_changed_keeps_the_headers_it_does_not_repeat():
    known = ('"1"', "Mon, 03 Mar 2025 00:00:00 GMT")
    with web({"/": (304, {"ETag": '"2"'}, b"")}) as (host, asked):
        fetched, data = asyncio.run(fetch(f"{host}/", TRUSTED, known=known))
    assert asked[0][1]["If-None-Match"] == known[0]
    assert (fetched.changed, fetched.etag, fetched.modified) == (False, '"2"', known[1])
    assert (fetched.size, data) == (0, b"")


@pytest.mark.parametrize("url", ["http://nowhere.invalid/", "http://", "file:///etc/passwd", "x"])
def test_an_invalid_address_is_refused(url):
    with pytest.raises(CorpusError):
        get(url)


@pytest.mark.parametrize(
    "address",
    ["10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "224.0.0.1",
     "100.64.0.1", "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1",
     "2002:7f00:1::", "255.255.255.255", "::", "fec0::1", "3fff::1", "2606:4700::5efe:7f00:1",
     "2606:4700::200:5efe:808:808"],
)  # fmt: skip
def test_private_addresses_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_public(address):
    assert is_public(address)
