"""The connection to OpenSearch."""

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from opensearchpy import ConnectionError as NoConnectionError
from opensearchpy import (
    ConnectionTimeout,
    OpenSearch,
    OpenSearchException,
    SSLError,
    TransportError,
)

from bot.library.opensearch.errors import STRANGE, EngineError, refusal

INDEX = "quotewire"  # the alias of the index, unless the URL's path says otherwise
TIMEOUT = 5.0  # seconds
PORTS = {"http": 80, "https": 443}
LINES, DOCUMENT = "application/x-ndjson", "application/json"


class Address(NamedTuple):
    """Where the engine is: the URLs of its nodes, with the password if there is one.

    ``ca`` is a file with the certificates to trust instead of the system's. ``timeout`` is the
    longest that a node may take for a request, in seconds.
    """

    urls: Sequence[str]
    ca: Path | None = None
    timeout: float = TIMEOUT

    def __repr__(self) -> str:
        return f"Address({len(self.urls)} URLs)"  # without passwords


class Engine:
    """Sends requests to a cluster, to one of its nodes after the other.

    ``alias`` stands for the index.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        self.alias = urlsplit(address.urls[0]).path.strip("/") or INDEX
        # It logs the body of each request, in which a reader's words are, and failures twice.
        logging.getLogger("opensearch").setLevel(logging.CRITICAL)
        trusted: dict[str, Any] = {"ca_certs": str(address.ca)} if address.ca else {}
        self._client = OpenSearch(
            [_node(url) for url in address.urls],
            timeout=address.timeout,
            max_retries=len(address.urls) - 1,
            # Otherwise a node that hangs would be asked again and again, in turn with the others.
            retry_on_timeout=True,
            **trusted,
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        params: Mapping[str, Any] | None = None,
        *,
        ignore: Collection[int] = (),
        timeout: float | None = None,
    ) -> Any:
        """Send a request and return what the response holds; bytes are sent as lines.

        Responses with a status in ``ignore`` are no errors. ``timeout`` replaces the address's.

        Raises:
            EngineError: The engine cannot be reached, is too busy, or refuses the request.
        """
        kind = LINES if isinstance(body, bytes) else DOCUMENT
        with _errors():
            found = self._client.transport.perform_request(
                method,
                path,
                params=params,
                body=body,
                timeout=timeout or self.address.timeout,
                ignore=ignore,
                headers={"content-type": kind},
            )
        return _object(found)


def _object(found: Any) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise EngineError(STRANGE)
    return found


@contextmanager
def _errors() -> Iterator[None]:
    """Turn the client's errors into ours; their messages can show the URL or the request."""
    try:
        yield
    except ConnectionTimeout:
        raise EngineError("did not respond in time") from None
    except SSLError:
        raise EngineError("has a certificate that is not trusted") from None
    except NoConnectionError:
        raise EngineError("cannot be reached") from None
    except TransportError as error:
        status = error.status_code if isinstance(error.status_code, int) else None
        raise refusal("a request", error.error, status) from None
    # The client (2.8) takes what comes with any error for an object.
    except (OpenSearchException, AttributeError) as error:
        raise EngineError(f"cannot be used ({type(error).__name__})") from None


def _node(url: str) -> dict[str, Any]:
    """The address of a node, as the client takes it."""
    found = urlsplit(url)
    node: dict[str, Any] = {
        "host": found.hostname,
        "port": found.port or PORTS[found.scheme],
        "use_ssl": found.scheme == "https",
    }
    if found.username is not None:
        node["http_auth"] = (unquote(found.username), unquote(found.password or ""))
    return node
