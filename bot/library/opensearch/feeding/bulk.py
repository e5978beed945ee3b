"""Sending many documents to the engine: in bounded requests, and again while it is too busy."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from time import monotonic, sleep
from typing import Any, NamedTuple

from bot.library.opensearch.client import Engine
from bot.library.opensearch.errors import STRANGE, EngineError, refusal

MOST_DOCUMENTS = 2000  # of a request ...
MOST_BYTES = 2_000_000  # ... and of its body, unless one document is larger
PATIENCE = 60.0  # seconds of retries without any progress
FIRST_PAUSE = 0.05  # seconds before the first retry; each further pause is twice as long ...
LONGEST_PAUSE = 5.0  # ... up to this
BUSY = (429, 503)  # what the engine says of a document or of all while it cannot take more

SHOWN = "errors,items.*.status,items.*.error.type,items.*.error.reason"  # of a response
CONFLICT = 409  # a later change of the document is there already
MISSING = 404  # a document to delete is not there, or the alias is not


class Action(NamedTuple):
    """A document to write or, without a ``source``, to delete.

    ``version`` is the change of the store that it comes from: the engine ignores what is older
    than what it has.
    """

    id: str
    routing: str
    version: int
    source: Mapping[str, Any] | None = None

    def lines(self) -> bytes:
        """The action as it stands in a request."""
        does = "delete" if self.source is None else "index"
        about: dict[str, Any] = {
            "_id": self.id,
            "routing": self.routing,
            "version": self.version,
            "version_type": "external_gte",
        }
        line = _json({does: about})
        return line if self.source is None else line + _json(self.source)


class Bulk:
    """Writes documents to what an alias stands for, in the order in which they come.

    ``pause`` waits for some seconds.

    Raises:
        EngineError: The engine takes nothing for PATIENCE seconds, or refuses a document.
    """

    def __init__(
        self, engine: Engine, alias: str, pause: Callable[[float], object] = sleep
    ) -> None:
        self._engine = engine
        self._alias = alias
        self._pause = pause

    def write(self, actions: Iterable[Action]) -> None:
        """Write all documents; they can be searched after the next refresh."""
        for lines in _requests(actions):
            self._write(lines)

    def _write(self, lines: Sequence[bytes]) -> None:
        pause, deadline = FIRST_PAUSE, monotonic() + PATIENCE
        while lines:
            left: Sequence[bytes]
            try:
                left = self._send(lines)
            except EngineError as error:
                if not error.is_busy or monotonic() >= deadline:
                    raise
                left = lines
            if len(left) < len(lines):
                pause, deadline = FIRST_PAUSE, monotonic() + PATIENCE
            elif monotonic() >= deadline:
                raise EngineError(f"takes no documents for {PATIENCE:g} seconds", BUSY[0])
            if left:
                self._pause(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            lines = left

    def _send(self, lines: Sequence[bytes]) -> list[bytes]:
        """Send a request; return what the engine was too busy for."""
        # An alias, because a request to an index that was deleted meanwhile would create it.
        found = self._engine.request(
            "POST",
            f"/{self._alias}/_bulk",
            b"".join(lines),
            {"require_alias": "true", "filter_path": SHOWN},
        )
        if "errors" not in found:
            raise EngineError(STRANGE)
        if not found["errors"]:
            return []
        results = [result for item in found["items"] for result in item.values()]
        for result in results:
            if _is_refused(result):
                raise refusal("a document", result.get("error"), result["status"])
        return [
            line for line, result in zip(lines, results, strict=True) if result["status"] in BUSY
        ]


def _is_refused(result: Mapping[str, Any]) -> bool:
    """Whether a document could not be written, and never can be.

    A document to delete may be gone already; only that is status 404 without an error.
    """
    status = result["status"]
    is_gone = status == MISSING and "error" not in result
    return status >= 300 and status not in (*BUSY, CONFLICT) and not is_gone


def _requests(actions: Iterable[Action]) -> Iterator[list[bytes]]:
    """Yield the lines of actions, as many together as a request may have."""
    batch: list[bytes] = []
    size = 0
    for action in actions:
        lines = action.lines()
        if batch and (len(batch) == MOST_DOCUMENTS or size + len(lines) > MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(lines)
        size += len(lines)
    if batch:
        yield batch


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
