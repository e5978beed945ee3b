"""Opening the settings, the store, the library and files for a command."""

import asyncio
from collections.abc import AsyncGenerator, Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

import click

from bot.library.assembly.engine_address import engine_address
from bot.library.progress import Bar
from bot.settings import Settings, load_settings
from corpus.article import Article
from corpus.errors import CorpusError
from corpus.files import find_files, load_file, name_of
from corpus.metadata import UNKNOWN, Metadata
from corpus.sandbox.sandbox import Sandbox, read_in_worker
from corpus.store.database.sqlite import BUSY_SECONDS
from corpus.store.store import Store
from corpus.web.pages import Gathered, fetch_article

if TYPE_CHECKING:
    from bot.library.library import Library
    from bot.library.opensearch.client import Address
    from retrieval.meaning.meaning import Meaning


class Workspace:
    """The settings for one run of the program, and the store and library that they configure."""

    @cached_property
    def settings(self) -> Settings:
        """The settings, loaded when a command first needs them.

        Raises:
            SettingsError: A value is invalid.
        """
        return load_settings()

    @cached_property
    def meaning(self) -> "Meaning | None":
        """The model of meaning; None if it is turned off or not installed."""
        # Imported here because numpy takes 80 ms to import, like the index.
        from retrieval.meaning.minilm import MiniLM, missing

        if not self.settings.quotewire_meaning or missing():
            return None
        return MiniLM(self.settings.quotewire_meaning_threads)

    @cached_property
    def search(self) -> "Address | None":
        """Where the search engine is; None if there is none.

        Raises:
            SettingsError: Its client is not installed.
        """
        return engine_address(self.settings)

    @contextmanager
    def store(self, busy_seconds: float = BUSY_SECONDS) -> Iterator[Store]:
        """Open the store; a file is created if it does not exist."""
        with closing(Store(self.settings.quotewire_db, busy_seconds=busy_seconds)) as store:
            yield store

    @contextmanager
    def existing_store(self) -> Iterator[Store]:
        """Open the store, or an empty one in memory if it is a file that does not exist."""
        place = self.settings.quotewire_db
        exists = not isinstance(place, Path) or place.exists()
        with closing(Store(place if exists else ":memory:")) as store:
            yield store

    def library(self, store: Store, *, background: bool = False) -> "Library":
        """The library over a store; a long indexing run shows a progress bar."""
        # Imported here because the index takes 80 ms to import, and commands such as feeds and
        # backup do not need it.
        from bot.library.library import Library

        return Library(
            store,
            self.settings.quotewire_confidence,
            meaning=self.meaning,
            search=self.search if store.path != ":memory:" else None,
            background=background,
            progress=show_bar,
        )


pass_workspace = click.make_pass_decorator(Workspace, ensure=True)


def articles_in(paths: Iterable[Path]) -> Iterator[Article]:
    """Yield the articles in files and folders.

    Raises:
        CorpusError: A file cannot be read or contains no article.
    """
    with Reader() as reader:
        for file in find_files(paths):
            for found in reader.file(file):
                if isinstance(found, CorpusError):
                    raise found
                yield found


class Reader:
    """Reads files and pages in sandboxes, for commands, which are not asynchronous.

    Files share one, which is faster: unlike what readers of the bot send, they are the operator's.
    """

    def __enter__(self) -> Self:
        self._runner = asyncio.Runner()
        self._sandbox = Sandbox()
        self._found: AsyncGenerator[Article | CorpusError, None] | None = None
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._runner.run(self._close())
        finally:
            self._runner.close()

    async def _close(self) -> None:
        await self._stop()
        await self._sandbox.close()

    async def _stop(self) -> None:
        """Stop reading the last file; the caller may not have read it to its end."""
        found, self._found = self._found, None
        if found is not None:
            await found.aclose()

    def file(
        self, path: Path | CorpusError, overrides: Metadata = UNKNOWN
    ) -> Iterator[Article | CorpusError]:
        """Yield the articles in a file, or on standard input if the path is ``-``, and errors.

        An error in the place of a path is yielded as it is.
        """
        try:
            if isinstance(path, CorpusError):
                raise path
            data = load_file(path)
        except CorpusError as error:
            yield error
            return
        self._runner.run(self._stop())
        # Kept, because only a running loop can close it: a garbage collector cannot.
        self._found = found = read_in_worker(data, name_of(path), overrides, self._sandbox)
        while (one := self._runner.run(anext(found, None))) is not None:
            yield one

    def page(self, url: str, overrides: Metadata, trusted: Collection[str]) -> Gathered:
        """Fetch the article at an address.

        Raises:
            CorpusError: The page cannot be fetched, or has no article.
        """
        return self._runner.run(fetch_article(url, overrides, trusted))


def show_bar(count: int, action: str = "Indexing", unit: str = "article") -> Bar:
    """A progress bar for this many units; on a terminal, it appears after a second."""
    from tqdm import tqdm  # takes 15 ms to import, and few commands index enough to show a bar

    return tqdm(total=count, desc=action, unit=unit, delay=1, disable=None, leave=False)
