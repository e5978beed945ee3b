"""The connection to OpenSearch."""

import logging
import ssl
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
    SerializationError,
    SSLError,
    TransportError,
)

from bot.library.opensearch.errors import EngineError, refusal

INDEX = "quotewire"  # the alias of the index, unless the URL's path says otherwise
TIMEOUT = 5.0  # seconds
PORTS = {"http": 80, "https": 443}
NOT_TRUSTED = "has a certificate that is not trusted; see QUOTEWIRE_SEARCH_CA"
NO_TLS = "does not speak TLS; its address may begin with http:// instead"
LINES, DOCUMENT = "application/x-ndjson", "application/json"


class Address(NamedTuple):
    """Where the engine is: the URLs of its nodes, with the password if there is one.

    ``ca`` is a file with the certificates to trust instead of the system's. ``timeout`` is the
    longest that a request may take, in seconds.
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
        # By default, the client would trust a list of its own instead of the system's.
        uses_tls = any(map(_uses_tls, address.urls))
        trusted: dict[str, Any] = {"ssl_context": trusting(address.ca)} if uses_tls else {}
        self._client = OpenSearch(
            [_node(url) for url in address.urls],
            timeout=address.timeout,
            max_retries=len(address.urls) - 1,
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
            return self._client.transport.perform_request(
                method,
                path,
                params=params,
                body=body,
                timeout=timeout or self.address.timeout,
                ignore=ignore,
                headers={"content-type": kind},
            )


def trusting(ca: Path | None) -> ssl.SSLContext:
    """What checks certificates: with those in a file, or else the system's.

    Raises:
        OSError: The file cannot be read, or has no certificates.
    """
    return ssl.create_default_context(cafile=ca)


def _uses_tls(url: str) -> bool:
    return url.startswith("https:")


@contextmanager
def _errors() -> Iterator[None]:
    """Turn the client's errors into ours; their messages can show the URL or the request."""
    try:
        yield
    except ConnectionTimeout:
        raise EngineError("did not respond in time") from None
    except SSLError as error:
        raise EngineError(_why_not_secure(str(error))) from None
    except NoConnectionError:
        raise EngineError("cannot be reached") from None
    except SerializationError:
        raise EngineError("does not respond like OpenSearch") from None
    except TransportError as error:
        status = error.status_code if isinstance(error.status_code, int) else None
        raise refusal("a request", error.error, status) from None
    except OpenSearchException as error:
        raise EngineError(f"cannot be used ({type(error).__name__})") from None


def _why_not_secure(message: str) -> str:
    """Why there is no connection with TLS."""
    if "certificate" in message.lower():
        return NOT_TRUSTED
    return "cannot be reached" if "EOF" in message else NO_TLS  # EOF: it ended meanwhile


def _node(url: str) -> dict[str, Any]:
    """The address of a node, as the client takes it."""
    found = urlsplit(url)
    node: dict[str, Any] = {
        "host": found.hostname,
        "port": found.port or PORTS[found.scheme],
        "use_ssl": _uses_tls(url),
    }
    if found.username is not None:
        node["http_auth"] = (unquote(found.username), unquote(found.password or ""))
    return node
