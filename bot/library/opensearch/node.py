"""One node of the engine: requests that are bounded in time, and responses in size."""

import json
from collections.abc import Collection, Mapping
from ssl import SSLContext
from time import monotonic
from typing import Any
from urllib.parse import urlencode

from opensearchpy import Connection, ConnectionTimeout, SSLError, TransportError
from opensearchpy import ConnectionError as NoConnectionError
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3 import exceptions as failures
from urllib3.response import BaseHTTPResponse
from urllib3.util import Timeout

from bot.library.opensearch.errors import EngineError
from bot.library.opensearch.tls import AWAY, tls_problem

MOST_BYTES = 100_000_000  # of a response; as many as the engine by default takes in a request
PIECE = 65_536  # bytes

LATE = "did not respond in time"
CLOSED = "closed the connection"
MAYBE_TLS = f"{CLOSED}; if it uses TLS, its address in QUOTEWIRE_SEARCH begins with https://"


class Node(Connection):
    """Sends requests to a node for the transport of opensearch-py.

    Its own class for that has three faults (2.8): a time-out begins again with each byte that
    comes, a response is read however long it is, and passwords are not sent as UTF-8.

    ``connecting`` is the longest that connecting may take, in seconds.
    """

    def __init__(self, *, connecting: float, context: SSLContext | None, **options: Any) -> None:
        super().__init__(**options)
        self._connecting = connecting
        self._pool = (
            HTTPSConnectionPool(self.hostname, self.port, ssl_context=context)
            if self.use_ssl
            else HTTPConnectionPool(self.hostname, self.port)
        )

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()

    def perform_request(
        self,
        method: str,
        url: str,
        params: Mapping[str, Any] | None = None,
        body: bytes | None = None,
        timeout: float | None = None,
        ignore: Collection[int] = (),
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Return the status, the headers and the text of a response.

        ``timeout`` is the longest that the node may say nothing, in seconds, and that a response
        whose head has come may take. One that then stops half-way takes twice as long at most.

        Raises:
            TransportError: The node cannot be reached, or refuses the request.
            EngineError: The response is too long.
        """
        path = f"{url}?{urlencode(params)}" if params else url
        try:
            response, text = self._send(method, path, body, timeout or 0.0, headers or {})
        except failures.HTTPError as error:
            raise self._failure(error) from None
        self._raise_warnings(response.headers.getlist("warning"))
        if not 200 <= response.status < 300 and response.status not in ignore:
            raise TransportError(response.status, "refused", _said(text))
        return response.status, response.headers, text

    def _send(
        self,
        method: str,
        path: str,
        body: bytes | None,
        timeout: float,
        headers: Mapping[str, str],
    ) -> tuple[BaseHTTPResponse, str]:
        end = monotonic() + timeout
        response = self._pool.urlopen(
            method,
            path,
            body,
            headers={**self.headers, **headers},
            retries=False,
            redirect=False,  # to wherever, with the password
            timeout=Timeout(total=timeout, connect=min(timeout, self._connecting)),
            preload_content=False,
        )
        return response, _read(response, end).decode("utf-8", "replace")

    def _failure(self, error: failures.HTTPError) -> TransportError:
        """The transport's error for one below it; it says what is wrong with the engine."""
        if isinstance(error, failures.SSLError):
            return SSLError("N/A", tls_problem(error.args[0]), None)
        if isinstance(error, failures.ReadTimeoutError):
            return ConnectionTimeout("TIMEOUT", LATE, None)
        if isinstance(error, failures.ProtocolError):
            return NoConnectionError("N/A", CLOSED if self.use_ssl else MAYBE_TLS, None)
        return NoConnectionError("N/A", AWAY, None)


def _read(response: BaseHTTPResponse, end: float) -> bytes:
    """The body of a response."""
    data = bytearray()
    try:
        while piece := response.read1(PIECE):  # what has come, instead of waiting for so much
            data += piece
            _check(len(data), response.status, end)
    except BaseException:
        response.close()  # what is left of it must not be read as the next response
        raise
    finally:
        response.release_conn()
    return bytes(data)


def _check(size: int, status: int, end: float) -> None:
    """Check that a response is neither too long nor too late."""
    if size > MOST_BYTES:
        raise EngineError(f"sends more than {MOST_BYTES} bytes", status)
    if monotonic() > end:
        raise ConnectionTimeout("TIMEOUT", LATE, None)


def _said(text: str) -> object:
    """What a response says of an error; None if it is not one of the engine's."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found.get("error") if isinstance(found, dict) else None
