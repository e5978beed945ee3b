"""The connection to OpenSearch."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from opensearchpy import ConnectionError as NoConnectionError
from opensearchpy import OpenSearch, TransportError

from bot.library.opensearch.errors import EngineError
ALIAS = "quotewire"

class Address(NamedTuple):
    urls: Sequence[str]
    ca: Path | None = None
    timeout: float = 5.0

class Engine:
    def __init__(self, address: Address) -> None:
        self.address = address
        self.alias = urlsplit(address.urls[0]).path.strip("/") or ALIAS
        self.client = OpenSearch([u.rpartition("/")[0] if urlsplit(u).path else u for u in address.urls], timeout=address.timeout, max_retries=0)

    def close(self): self.client.close()

    def request(self, method: str, path: str, body: Any = None, params: Mapping[str, Any] | None = None, *, ignore: Collection[int] = (), timeout: float | None = None) -> Any:
        try:
            return self.client.transport.perform_request(method, path, params=params, body=body, ignore=ignore, timeout=timeout, headers={"content-type": "application/x-ndjson" if isinstance(body, bytes) else "application/json"})
        except NoConnectionError as error:
            raise EngineError("cannot be reached") from None
        except TransportError as error:
            raise EngineError(f"fails ({error.error})", error.status_code if isinstance(error.status_code, int) else None) from None
