"""What a worker process is asked to read, how that is written, and the pages that it fetches."""

import json
from dataclasses import asdict
from datetime import date
from typing import Literal, NamedTuple

from corpus.metadata import UNKNOWN, Metadata

TIMEOUT = 20.0  # seconds to fetch a page, redirects and body included
MOST_LINKED = 3  # feeds that a page links to, of which one is looked for
LONGEST_ADDRESS = 2000  # characters
LONGEST_VALIDATOR = 200  # characters of a header; longer ones are ignored
END = b"END\n"  # the last line that a worker writes about a task

Known = tuple[str | None, str | None]  # ETag and Last-Modified of the version we have
Kind = Literal["file", "page", "feed", "linked feed"]


class FetchedPage(NamedTuple):
    """A page that was fetched: its address after redirects, and its size in bytes.

    The size is 0 if the page has not ``changed`` since the last fetch. ``charset`` is the encoding
    that the server declares.
    """

    url: str
    changed: bool
    etag: str | None
    modified: str | None
    size: int
    charset: str | None = None


class Task(NamedTuple):
    """A file to read, or an address to fetch and read.

    ``name`` is the file's name or the address. ``known`` tells which version of a page we have,
    and ``overrides`` takes precedence over the metadata in an article. ``trusted`` hosts can
    have private addresses.
    """

    kind: Kind
    name: str
    trusted: tuple[str, ...] = ()
    known: Known = (None, None)
    overrides: Metadata = UNKNOWN

    def written(self, size: int) -> bytes:
        """The task as a line of JSON; ``size`` bytes of the file follow it."""
        fields = self._asdict() | {"overrides": asdict(self.overrides), "size": size}
        return json.dumps(fields, default=str).encode() + b"\n"


def read_task(line: bytes) -> tuple[Task, int]:
    """The task in a line, and the size of the file that follows it."""
    fields = json.loads(line)
    size = fields.pop("size")
    values = fields.pop("overrides")
    for name in ("published", "updated"):
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    for name in ("trusted", "known"):
        fields[name] = tuple(fields[name])
    return Task(overrides=Metadata(**values), **fields), size
