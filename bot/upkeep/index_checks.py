"""Checks of the index, and of the model of meaning."""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from bot.library.index_files import ATTEMPTS, UNREADABLE
from bot.library.index_folder import MANIFEST, Manifest, read_manifest
from bot.replies.labels import counted, label
from bot.settings import Settings
from bot.upkeep.finding import Finding
from corpus.errors import CorpusError
from corpus.store.articles import current
from corpus.store.database.opening import open_database
from retrieval.index.segment_file import read_segment
from retrieval.meaning import minilm
from retrieval.meaning.minilm import MiniLM
from retrieval.meaning.vector_file import read_block
from retrieval.words.analysis import ANALYSIS_VERSION

QUESTION = "What is new?"
BY_WORDS = "answers are chosen by their words alone"
NO_INDEX, BUILT = "there is no index yet", "it is built when it is needed"


def check_index(folder: Path) -> Finding:
    """Whether the index in a folder can be used; a missing one will be built."""
    if not (folder / MANIFEST).exists():
        return Finding(None, NO_INDEX, BUILT)
    if not os.access(folder, os.W_OK | os.X_OK):
        advice = "let the user who runs the bot write to it"
        return Finding(False, f"the index {folder} cannot be written", advice)
    try:
        segments = _count(folder, _segments_in)
    except UNREADABLE as error:
        what = f"the index {folder} cannot be used ({_reason(error)})"
        return Finding(False, what, "delete the folder; it is rebuilt at the next start")
    if segments is None:
        what = "another version of Quotewire wrote the index"
        return Finding(None, what, "it is rebuilt at the next start")
    if not segments:  # few words are indexed again each time; only their vectors are stored
        return Finding(None, NO_INDEX, BUILT)
    return Finding(True, f"the index is sound ({counted(segments, 'file')})")


def check_vectors(location: Path | str, folder: Path) -> Iterator[Finding]:
    """Yield whether the vectors of all articles are made and can be used, if there is an index.

    The database is at ``location``, the index in ``folder``.
    """
    if not (folder / MANIFEST).exists():
        return
    try:
        with closing(open_database(location)) as database, database.reading() as connection:
            articles = set(current.positions(connection))
    except CorpusError:  # of the database, which has a check of its own
        return
    try:
        made = _count(folder, partial(_with_vectors, articles))
    except UNREADABLE as error:
        what = f"the vectors in {folder} cannot be used ({_reason(error)})"
        yield Finding(
            False, what, "the bot makes them again when it starts, and quotewire encode at once"
        )
        return
    if lacking := len(articles) - (made or 0):
        what = f"the vectors of {counted(lacking, 'article')} are still to be made"
        yield Finding(None, what, "the bot does that while it runs, and quotewire encode at once")
    else:
        what = f"the vectors of {counted(len(articles), 'article')} are made and sound"
        yield Finding(True, what)


def _count(folder: Path, count: Callable[[Path, Manifest], int | None]) -> int | None:
    """Count what the manifest lists, reading all of it; None if another version wrote it."""
    for left in reversed(range(ATTEMPTS)):
        manifest = read_manifest(folder)
        if manifest is None:
            return None
        try:
            return count(folder, manifest)
        except FileNotFoundError:  # the running bot has just replaced it
            if not left:
                raise
    return None


def _segments_in(folder: Path, manifest: Manifest) -> int | None:
    if manifest.analysis != ANALYSIS_VERSION:
        return None
    return len([read_segment(folder / Path(name).name) for name, _ in manifest.segments])


def _with_vectors(articles: set[int], folder: Path, manifest: Manifest) -> int:
    """How many of the articles have vectors of the present model; 0 rows are vectors, too."""
    if manifest.model != minilm.SHA256:
        return 0
    made: set[int] = set()
    for name, removed in manifest.vectors:
        block = read_block(folder / Path(name).name, manifest.model)
        made |= set(map(int, block.keys)) - set(removed)
    return len(articles & made)


def _reason(error: Exception) -> str:
    return label(str(error.strerror if isinstance(error, OSError) else error), 200)


def check_meaning(settings: Settings) -> Finding:
    """Whether the model of meaning can be used."""
    if not settings.quotewire_meaning:
        return Finding(None, "the model of meaning is turned off (QUOTEWIRE_MEANING)", BY_WORDS)
    if missing := minilm.missing():
        what = f"the model of meaning cannot be used without {' and '.join(missing)}"
        return Finding(None, what, BY_WORDS)
    logging.getLogger(minilm.__name__).addHandler(logging.NullHandler())
    model = MiniLM(settings.quotewire_meaning_threads)
    if model.question(QUESTION) is None:
        what = f"the model of meaning cannot be used ({label(model.failure or '', 200)})"
        return Finding(False, what, f"{BY_WORDS} until Quotewire is installed again")
    if not minilm.is_intact():
        what = "the files of the model of meaning are damaged"
        return Finding(False, what, "install Quotewire again and delete the index's folder")
    return Finding(True, "the model of meaning works: answers are chosen by meaning, too")
