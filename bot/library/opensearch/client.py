"""The connection to OpenSearch."""

import logging
from base64 import b64encode
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from opensearchpy import ConnectionError as NoConnectionError
from opensearchpy import OpenSearch, OpenSearchException, SerializationError, TransportError

from bot.library.opensearch.errors import STRANGE, EngineError, refusal
from bot.library.opensearch.node import Node
from bot.library.opensearch.tls import tls_context

INDEX = "quotewire"  # the alias of the index, unless the URL's path says otherwise
TIMEOUT = 5.0  # seconds
PORTS = {"http": 80, "https": 443}
LINES, DOCUMENT = "application/x-ndjson", "application/json"


class Address(NamedTuple):
    """Where the engine is: the URLs of its nodes, with the password if there is one.

    ``ca`` is a file with the certificates to trust instead of the system's. ``timeout`` is the
    longest that a node may take for a request, in seconds; if it is over, the next one is asked.
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
        names = (urlsplit(url).path.strip("/") for url in address.urls)
        self.alias = next(filter(None, names), INDEX)
        # It logs the body of each request, in which a reader's words are, and failures twice.
        logging.getLogger("opensearch").setLevel(logging.CRITICAL)
        nodes = [_node(url) for url in address.urls]
        self._client = OpenSearch(
            nodes,
            connection_class=Node,
            context=tls_context(address.ca) if any(one["use_ssl"] for one in nodes) else None,
            # So that nodes that are switched off do not take longer than one that hangs.
            connecting=address.timeout / len(nodes),
            max_retries=len(nodes) - 1,
            # Otherwise a node that hangs would be asked again and again, in turn with the others.
            retry_on_timeout=True,
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
    except NoConnectionError as error:  # its text is the node's, and ours
        raise EngineError(error.error) from None
    except TransportError as error:
        status = error.status_code if isinstance(error.status_code, int) else None
        raise refusal("a request", error.info, status) from None
    except SerializationError:
        raise EngineError(STRANGE) from None
    except OpenSearchException as error:
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
        both = f"{unquote(found.username)}:{unquote(found.password or '')}"
        node["headers"] = {"authorization": f"Basic {b64encode(both.encode()).decode()}"}
    return node
