"""The entries of articles, fetched from the engine."""

from base64 import b64decode
from collections.abc import Collection, Iterator

from bot.library.opensearch.client import Engine
from bot.library.opensearch.errors import EngineError
from bot.library.opensearch.mapping import article_id
from bot.library.opensearch.searching.queries import Query, ask
from retrieval.index.articles import Articles
from retrieval.index.part import Part, Postings
from retrieval.index.reading.packed import Packed, unpack
from retrieval.index.reading.packed_part import Grouped, PackedPart
from retrieval.scope import Scope

KEPT = 500  # articles that are not fetched again; with their terms, they take some 20 KB each
OK = 200  # the status: the engine responds as it should, so asking again does not help
AT_ONCE = 200  # articles fetched with one search


class Entries(Articles):
    """The entries of the articles that questions have needed, as parts of an index.

    ``need`` fetches those that are missing. ``forget`` is called when some may have changed.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[int, Grouped] = {}
        self._before: dict[int, Grouped] = {}
        self._where: dict[int, tuple[Part, int]] = {}

    def forget(self, *, keep: bool = False) -> None:
        """Fetch articles again from now on; ``keep`` those that the engine no longer has."""
        self._before = self._known if keep else {}
        self._known = {}
        self._where.clear()

    def need(self, keys: Collection[int]) -> None:
        """Fetch those of some articles that are missing; there may be none."""
        missing = [key for key in dict.fromkeys(keys) if key not in self._known]
        if not missing:
            return
        if len(self._known) + len(missing) > KEPT:
            self.forget(keep=True)
            missing = list(dict.fromkeys(keys))
        for start in range(0, len(missing), AT_ONCE):
            some = missing[start : start + AT_ONCE]
            (found,) = ask(self._engine, None, [_entries_of(some)])
            for hit in found["hits"]["hits"]:
                key, source = int(hit["_id"]), hit["_source"]
                self._known[key] = Grouped(key, source["group"], _unpacked(source["entry"]))
        gone = [key for key in missing if key not in self._known and key in self._before]
        self._known.update((key, self._before[key]) for key in gone)
        self._place([self._known[key] for key in missing if key in self._known])

    def holds(self, key: int, sentence: int) -> bool:
        """Whether an article is there that has a sentence with this number."""
        return key in self and sentence < self.sizes([key])[key]

    def join(self, keys: Collection[int]) -> Part:
        """The part that some articles are in, made of them if they are in several."""
        parts = list(dict.fromkeys(self._where[key][0] for key in keys))
        return parts[0] if len(parts) == 1 else self._place([self._known[key] for key in keys])

    def _place(self, articles: list[Grouped]) -> Part:
        part = PackedPart(articles)
        self._where.update((one.key, (part, at)) for at, one in enumerate(articles))
        return part

    def _parts(self) -> list[Part]:
        return list(dict.fromkeys(part for part, _ in self._where.values()))

    def postings(self, terms: tuple[str, ...], scope: Scope) -> Iterator[tuple[Part, Postings]]:
        """Yield each part, and its postings of the terms in the scope."""
        for part in self._parts():
            yield part, part.find_all(terms, part.scoped(scope).mask)


def _unpacked(entry: str) -> Packed:
    try:
        return unpack(b64decode(entry))
    except ValueError:
        reason = "has an index of another version: make it anew with quotewire index --rebuild"
        raise EngineError(reason, OK) from None


def _entries_of(keys: Collection[int]) -> Query:
    return {
        # One that is being moved to another collection may be there twice.
        "size": 2 * len(keys),
        "track_total_hits": False,
        "_source": ["entry", "group"],
        "query": {"ids": {"values": list(map(article_id, keys))}},
    }
