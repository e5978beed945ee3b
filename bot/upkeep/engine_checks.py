"""Checks of the search engine."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.library.assembly.engine_address import engine_address
from bot.library.assembly.engine_health import EngineHealth
from bot.library.opensearch.errors import NO_RIGHT, NO_USER, OF_ANOTHER, STRANGE, EngineError
from bot.replies.labels import counted, label
from bot.settings import Settings, SettingsError
from bot.upkeep.finding import Finding
from corpus.errors import CorpusError
from corpus.store.changes import MOST_CHANGES
from corpus.store.store import Store
from retrieval.words.analysis import ANALYSIS_VERSION

if TYPE_CHECKING:
    from bot.library.opensearch.client import Engine

CHECK = "check QUOTEWIRE_SEARCH, QUOTEWIRE_SEARCH_CA and the network; questions wait meanwhile"
CHECKS = {
    NO_USER: "check QUOTEWIRE_SEARCH; questions wait meanwhile",
    NO_RIGHT: "give the user the rights listed in docs/scaling.md; questions wait meanwhile",
}
MADE = "the bot makes it when it starts, and quotewire index at once"
NEWER = "install that version, or run quotewire index --rebuild"
TESTED = "2.19."
LOCAL = ("localhost", "127.0.0.1", "::1")


def check_engine(settings: Settings) -> Iterator[Finding]:
    """Yield whether the search engine can be used, is safe, and has taken in all articles."""
    try:
        address = engine_address(settings)
    except SettingsError as error:
        yield Finding(False, str(error))
        return
    if address is None:
        return
    yield from _check_encryption(address.urls)
    # Imported here because it is in an extra.
    from bot.library.opensearch.client import Engine

    with closing(Engine(address)) as engine:
        try:
            yield from _check_cluster(engine)
            yield from _check_state(engine, settings.quotewire_db)
        except EngineError as error:
            yield Finding(
                False, f"the search engine {error.reason}", CHECKS.get(error.status or 0, CHECK)
            )
        except CorpusError:  # of the database, which has a check of its own
            return


def _check_encryption(urls: Sequence[str]) -> Iterator[Finding]:
    """Yield whether passwords are sent to other machines as they are."""
    open_to_all = [
        url
        for url in map(urlsplit, urls)
        if url.scheme == "http" and url.password and url.hostname not in LOCAL
    ]
    if open_to_all:
        what = "QUOTEWIRE_SEARCH sends its password over the network unencrypted"
        yield Finding(None, what, "use https:// unless the network is your own")


def _check_cluster(engine: "Engine") -> Iterator[Finding]:
    # Imported here because it needs what is in an extra.
    from bot.library.opensearch.health import asked_health

    health = asked_health(engine)
    if health == EngineHealth.RED:
        what = "the search engine has lost a part of the index (status red)"
        yield Finding(False, what, "bring its nodes back, or run quotewire index --rebuild")
    elif health == EngineHealth.YELLOW:
        what = "the search engine lacks copies of the index (status yellow)"
        yield Finding(None, what, "bring its nodes back, or wait until it has copied them")
    else:
        yield Finding(True, "the search engine can be reached")
    about = engine.request("GET", "/", ignore=(403,))  # nothing else needs that right
    if "error" not in about:
        yield from _check_version(about.get("version"))


def _check_version(version: object) -> Iterator[Finding]:
    """Yield which program it is, if it is another one than the tests run."""
    if not isinstance(version, Mapping):
        raise EngineError(STRANGE)
    name = label(str(version.get("distribution", "not OpenSearch")), 50)
    number = label(str(version.get("number", "")), 50)
    if (name, number[: len(TESTED)]) != ("opensearch", TESTED):
        what = f"the search engine is {name}, version {number}"
        yield Finding(None, what, f"Quotewire is tested with OpenSearch {TESTED}x")


def _check_blocks(engine: "Engine") -> Iterator[Finding]:
    """Yield whether the index takes no changes, as the engine decides when a disk is full."""
    path, flat = f"/{engine.alias}/_settings/index.blocks.*", {"flat_settings": "true"}
    found = engine.request("GET", path, params=flat)
    if any("true" in one["settings"].values() for one in found.values()):
        what = "the search engine's index is blocked, as when a disk of its nodes is nearly full"
        yield Finding(False, what, "free space there; the block then ends within a minute")


def _check_state(engine: "Engine", location: Path | str) -> Iterator[Finding]:
    # Imported here because it needs what is in an extra.
    from bot.library.opensearch.feeding.changes import changes_since
    from bot.library.opensearch.feeding.state import read_state

    state = read_state(engine, engine.alias)
    if state is None:
        yield Finding(None, "the search engine has no index yet", MADE)
        return
    if state.analysis > ANALYSIS_VERSION:
        yield Finding(False, "a newer version of Quotewire made the search engine's index", NEWER)
        return
    if state.analysis != ANALYSIS_VERSION:
        yield Finding(None, "another version of Quotewire made the search engine's index", MADE)
        return
    yield from _check_blocks(engine)
    if isinstance(location, Path) and not location.exists():
        return
    with closing(Store(location)) as store:
        last, changed = changes_since(store, state)
    if changed is None and last.number - state.change.number < MOST_CHANGES:
        yield Finding(False, f"the search engine {OF_ANOTHER}")
    elif changed is None or changed:
        some = "some changes" if changed is None else counted(len(changed), "article")
        what = f"the search engine still has to take in {some}"
        yield Finding(None, what, "the bot does that while it runs, and quotewire index at once")
    else:
        yield Finding(True, "the search engine has taken in all articles")
