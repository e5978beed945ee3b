import json
import socket
import threading
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from opensearchpy import ConnectionTimeout, Urllib3HttpConnection

from bot.library.opensearch.client import DOCUMENT, Address, Engine
from bot.library.opensearch.errors import EngineError
from bot.library.opensearch.feeding.bulk import Action, Bulk
from bot.library.opensearch.searching.queries import ask, counted

SECRET = "hunter%402"
TEXT = "text/plain"


@contextmanager
def answering(status, body, kind="application/json"):
    """Serve one response to whatever is asked, and record the requests."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers.get("Content-Length", 0))
            asked.append((self.path, dict(self.headers), self.rfile.read(length)))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self):
            self.do_POST()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://ann:{SECRET}@127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def refused(url, **address):
    """The error of a request to a URL, of which no text shows the password or the request."""
    engine = Engine(Address([url], **address))
    with pytest.raises(EngineError) as caught:
        engine.request("POST", "/quotewire/_msearch", b'{"secret": "question"}\n')
    engine.close()
    shown = f"{caught.value}{caught.value!r}{caught.value.args}{engine.address!r}{engine!r}"
    assert "hunter" not in shown
    assert "question" not in shown
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    return caught.value


def test_the_password_is_sent_and_the_path_names_the_index():
    with answering(200, b'{"took": 1}') as (url, asked):
        engine = Engine(Address([f"{url}/news"]))
        assert engine.request("POST", f"/{engine.alias}/_search", {"size": 0}) == {"took": 1}
        engine.close()
    ((path, headers, body),) = asked
    assert path == "/news/_search"
    assert headers["authorization"] == "Basic YW5uOmh1bnRlckAy"  # ann:hunter@2
    assert json.loads(body) == {"size": 0}


def test_lines_are_sent_as_they_are():
    with answering(200, b"{}") as (url, asked):
        engine = Engine(Address([url]))
        assert engine.alias == "quotewire"
        engine.request("POST", "/_bulk", b"{}\n{}\n")
        engine.close()
    ((_, headers, body),) = asked
    assert headers["content-type"] == "application/x-ndjson"
    assert body == b"{}\n{}\n"


@pytest.mark.parametrize(
    ("status", "reason", "is_busy"),
    [
        (401, "refuses the user or the password", False),
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
        assert "cannot be used" in refused(url).reason


@pytest.mark.parametrize("status", [200, 404, 500])
@pytest.mark.parametrize(
    ("body", "kind"), [(b"[1]", DOCUMENT), (b'"x"', DOCUMENT), (b"", DOCUMENT), (b"a b", TEXT)]
)
def test_a_response_that_is_no_object_is_an_error(status, body, kind):
    with answering(status, body, kind) as (url, _):
        engine = Engine(Address([url]))
        with pytest.raises(EngineError):
            engine.request("GET", "/", ignore=(404,))
        engine.close()


@pytest.mark.parametrize("body", [b"{}", b'{"responses": []}'])
def test_what_other_servers_respond_to_searches_and_documents_is_an_error(body):
    with answering(200, body) as (url, _), closing(Engine(Address([url]))) as engine:
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


def test_an_engine_that_does_not_respond_is_given_up():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://ann:{SECRET}@127.0.0.1:{silent.getsockname()[1]}"
        found = refused(url, timeout=0.05)
    assert (found.reason, found.is_busy) == ("did not respond in time", True)


def test_the_next_node_is_asked_if_one_is_down():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        down = f"http://127.0.0.1:{free.getsockname()[1]}"
    with answering(200, b"{}") as (url, asked):
        engine = Engine(Address([down, url]))
        for _ in range(3):
            assert engine.request("GET", "/") == {}
        engine.close()
    assert len(asked) == 3


def test_a_node_that_hangs_is_asked_once_and_the_others_instead(monkeypatch):
    asked = []

    def respond(node, *_, **__):
        asked.append(node.host)
        if node.host == "http://hanging:9200":
            raise ConnectionTimeout("TIMEOUT", "", None)
        return 200, {"content-type": DOCUMENT}, "{}"

    monkeypatch.setattr(Urllib3HttpConnection, "perform_request", respond)
    nodes = [f"http://{name}:9200" for name in ("hanging", "one", "other")]
    with closing(Engine(Address(nodes))) as engine:
        assert [engine.request("GET", "/") for _ in range(9)] == [{}] * 9
    assert asked.count("http://hanging:9200") == 1


def test_responses_with_a_status_that_is_expected_are_no_errors():
    with answering(404, b'{"found": false}') as (url, _):
        engine = Engine(Address([url]))
        assert engine.request("GET", "/quotewire/_doc/x", ignore=(404,)) == {"found": False}
        engine.close()
