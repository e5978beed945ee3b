import json
import socket
from base64 import b64decode
from contextlib import closing
from itertools import repeat
from threading import Event
from urllib.parse import quote

import pytest
from engine_server import answering, silent
from opensearchpy import ConnectionTimeout
from patience import PATIENCE

from bot.library.opensearch import node
from bot.library.opensearch.client import DOCUMENT, Address, Engine
from bot.library.opensearch.errors import EngineError
from bot.library.opensearch.feeding.bulk import Action, Bulk
from bot.library.opensearch.searching.queries import ask, counted

SECRET = "hunter%402"
TEXT = "text/plain"


def refused(url, timeout=PATIENCE):
    """The error of a request to a URL, of which no text shows the password or the request."""
    engine = Engine(Address([url], timeout=timeout))
    with pytest.raises(EngineError) as caught:
        engine.request("POST", "/quotewire/_msearch", b'{"secret": "question"}\n')
    engine.close()
    shown = f"{caught.value}{caught.value!r}{caught.value.args}{engine.address!r}{engine!r}"
    assert "hunter" not in shown
    assert "question" not in shown
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return caught.value


def test_the_password_is_sent_and_the_path_names_the_index():
    with answering(200, b'{"took": 1}') as (url, asked):
        engine = Engine(Address([f"{url}/news"], timeout=PATIENCE))
        assert engine.request("POST", f"/{engine.alias}/_search", {"size": 0}) == {"took": 1}
        engine.close()
    ((path, headers, body),) = asked
    assert path == "/news/_search"
    assert headers["authorization"] == "Basic YW5uOmh1bnRlckAy"  # ann:hunter@2
    assert json.loads(body) == {"size": 0}


def test_the_path_of_any_node_names_the_index():
    with closing(Engine(Address(["http://127.0.0.1:1", "http://127.0.0.1:2/news/"]))) as engine:
        assert engine.alias == "news"


@pytest.mark.parametrize("password", ["@ : / % é", "a?b#c[d]", "€ž", ""])
def test_a_password_with_special_characters_is_sent_as_it_is(password):
    with answering(200, b"{}", user=f"%C3%A9va:{quote(password, safe='')}") as (url, asked):
        engine = Engine(Address([url], timeout=PATIENCE))
        engine.request("GET", "/")
        engine.close()
    ((_, headers, _),) = asked
    assert b64decode(headers["authorization"].removeprefix("Basic ")).decode() == f"éva:{password}"


def test_lines_are_sent_as_they_are():
    with answering(200, b"{}") as (url, asked):
        engine = Engine(Address([url], timeout=PATIENCE))
        assert engine.alias == "quotewire"
        engine.request("POST", "/_bulk", b"{}\n{}\n")
        engine.close()
    ((_, headers, body),) = asked
    assert headers["content-type"] == "application/x-ndjson"
    assert body == b"{}\n{}\n"


@pytest.mark.parametrize(
    ("status", "reason", "is_busy"),
    [
        (401, "refuses the user or the password in QUOTEWIRE_SEARCH", False),
        (403, "does not let this user do that", False),
        (404, "does not have the index", True),  # whoever feeds it makes the index
        (429, "refuses a request (index_not_found_exception)", True),
    ],
)
def test_an_error_of_the_engine_is_told_by_its_kind_alone(status, reason, is_busy):
    error = {"type": "index_not_found_exception", "reason": "hunter question"}
    body = json.dumps({"error": error, "status": status}).encode()
    with answering(status, body) as (url, _):
        found = refused(url)
    assert (found.reason, found.status, found.is_busy) == (reason, status, is_busy)


def test_other_errors_are_told_by_their_kind():
    body = json.dumps({"error": {"type": "circuit_breaking_exception"}, "status": 503}).encode()
    with answering(503, body) as (url, _):
        assert refused(url).reason == "refuses a request (circuit_breaking_exception)"


def test_a_response_that_is_no_json_is_an_error_without_its_text():
    with answering(502, b"hunter question", "text/html") as (url, _):
        assert refused(url).is_busy
    with answering(200, b"hunter question") as (url, _):
        assert refused(url).reason == "does not respond as OpenSearch does"


@pytest.mark.parametrize("status", [200, 404])
@pytest.mark.parametrize(
    ("body", "kind"), [(b"[1]", DOCUMENT), (b'"x"', DOCUMENT), (b"", DOCUMENT), (b"a b", TEXT)]
)
def test_a_response_that_is_no_object_is_an_error(status, body, kind):
    with answering(status, body, kind) as (url, _):
        engine = Engine(Address([url], timeout=PATIENCE))
        with pytest.raises(EngineError, match="does not respond as OpenSearch does"):
            engine.request("GET", "/", ignore=(404,))
        engine.close()


@pytest.mark.parametrize("body", [b"{}", b'{"responses": []}'])
def test_what_other_servers_respond_to_searches_and_documents_is_an_error(body):
    with (
        answering(200, body) as (url, _),
        closing(Engine(Address([url], timeout=PATIENCE))) as engine,
    ):
        with pytest.raises(EngineError, match="does not respond as OpenSearch does"):
            ask(engine, None, [counted([])])
        with pytest.raises(EngineError, match="does not respond as OpenSearch does"):
            Bulk(engine, "feed", stop).write([Action("1", "a", 1)])


def stop(_):
    raise EngineError("does not respond as OpenSearch does")


def test_an_engine_that_is_down_cannot_be_reached():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    found = refused(f"https://ann:{SECRET}@127.0.0.1:{port}")
    assert (found.reason, found.status, found.is_busy) == ("cannot be reached", None, True)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_engine_that_does_not_respond_is_given_up(scheme):
    with silent() as port:
        found = refused(f"{scheme}://ann:{SECRET}@127.0.0.1:{port}", timeout=0.05)
    assert (found.reason, found.is_busy) == ("did not respond in time", True)


def test_the_next_node_is_asked_if_one_is_down():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        down = f"http://127.0.0.1:{free.getsockname()[1]}"
    with answering(200, b"{}") as (url, asked):
        engine = Engine(Address([down, url], timeout=PATIENCE))
        for _ in range(3):
            assert engine.request("GET", "/") == {}
        engine.close()
    assert len(asked) == 3


def test_a_node_that_hangs_is_asked_once_and_the_others_instead(monkeypatch):
    asked = []

    def respond(one, *_, **__):
        asked.append(one.host)
        if one.host == "http://hanging:9200":
            raise ConnectionTimeout("TIMEOUT", "", None)
        return 200, {"content-type": DOCUMENT}, "{}"

    monkeypatch.setattr(node.Node, "perform_request", respond)
    nodes = [f"http://{name}:9200" for name in ("hanging", "one", "other")]
    with closing(Engine(Address(nodes))) as engine:
        assert [engine.request("GET", "/") for _ in range(9)] == [{}] * 9
    assert asked.count("http://hanging:9200") == 1


def test_responses_with_a_status_that_is_expected_are_no_errors():
    with answering(404, b'{"found": false}') as (url, _):
        engine = Engine(Address([url], timeout=PATIENCE))
        assert engine.request("GET", "/quotewire/_doc/x", ignore=(404,)) == {"found": False}
        engine.close()


NO_RIGHTS = (
    "no permissions for [{}] and User [name=hunter, backend_roles=[], requestedTenant=null]"
)


@pytest.mark.parametrize(
    ("kind", "said", "reason"),
    [
        (
            "security_exception",
            NO_RIGHTS.format("indices:data/write/bulk[s], cluster:monitor/main"),
            "does not let this user do that: indices:data/write/bulk[s], cluster:monitor/main",
        ),
        (
            "security_exception",
            NO_RIGHTS.format("hunter question"),
            "does not let this user do that",
        ),
        ("security_exception", None, "does not let this user do that"),
        (
            "cluster_block_exception",
            "index [question] blocked by: [FORBIDDEN/5/index read-only (api)];",
            "refuses a request (cluster_block_exception)",
        ),
    ],
)
def test_the_rights_that_a_user_lacks_are_named(kind, said, reason):
    body = json.dumps({"error": {"type": kind, "reason": said}, "status": 403}).encode()
    with answering(403, body) as (url, _):
        found = refused(url)
    assert (found.reason, found.status, found.is_busy) == (reason, 403, False)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(status):
    with (
        answering(200, b"{}") as (elsewhere, followed),
        answering(status, b"", Location=elsewhere) as (url, asked),
    ):
        found = refused(url)
    assert found.reason == "redirects to another address, which is not followed"
    assert len(asked) == 1
    assert followed == []


def test_a_response_without_an_end_is_not_read_whole(monkeypatch):
    monkeypatch.setattr(node, "MOST_BYTES", 1_000_000)
    with answering(200, lambda: repeat(b" " * 10_000)) as (url, _):
        found = refused(url)
    assert (found.reason, found.is_busy) == ("sends more than 1000000 bytes", False)


def test_a_response_that_comes_a_byte_at_a_time_is_given_up():
    given_up = Event()

    def drip():
        while not given_up.wait(0.01):
            yield b" "

    with answering(200, drip) as (url, _):
        found = refused(url, timeout=0.3)
        given_up.set()
    assert (found.reason, found.is_busy) == ("did not respond in time", True)


def test_after_a_response_that_is_given_up_the_next_one_is_read_from_its_beginning(monkeypatch):
    monkeypatch.setattr(node, "MOST_BYTES", 10)
    with answering(200, b'{"a": "' + b"x" * 100 + b'"}') as (url, asked):
        engine = Engine(Address([url], timeout=PATIENCE))
        with pytest.raises(EngineError):
            engine.request("GET", "/")
        monkeypatch.setattr(node, "MOST_BYTES", 1000)
        assert engine.request("GET", "/") == {"a": "x" * 100}
        engine.close()
    assert len(asked) == 2


def test_nodes_that_are_switched_off_together_take_no_longer_than_one_that_hangs(monkeypatch):
    tried = []

    def connect(_, timeout, **__):
        tried.append(timeout)
        raise TimeoutError

    monkeypatch.setattr("urllib3.util.connection.create_connection", connect)
    engine = Engine(Address([f"http://127.0.0.{one}:9" for one in (1, 2, 3)], timeout=6))
    with pytest.raises(EngineError, match="cannot be reached"):
        engine.request("GET", "/")
    assert tried == [2, 2, 2]
    engine.close()


def test_a_request_that_may_take_long_does_not_wait_as_long_for_a_connection(monkeypatch):
    tried = []

    def connect(_, timeout, **__):
        tried.append(timeout)
        raise TimeoutError

    monkeypatch.setattr("urllib3.util.connection.create_connection", connect)
    engine = Engine(Address(["http://127.0.0.1:9"], timeout=6))
    with pytest.raises(EngineError, match="cannot be reached"):
        engine.request("GET", "/", timeout=600)
    assert tried == [6]
    engine.close()
