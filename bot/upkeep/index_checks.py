"""Checks of the index, and of the model of meaning."""

import logging
import os
from pathlib import Path

from bot.library.index_files import ATTEMPTS, UNREADABLE
from bot.library.index_folder import MANIFEST, index_folder, read_manifest
from bot.replies.labels import counted, label
from bot.settings import Settings
from bot.upkeep.finding import Finding
from retrieval.index.segment_file import read_segment
from retrieval.meaning import minilm
from retrieval.meaning.minilm import MiniLM
from retrieval.meaning.vector_file import read_block

BY_WORDS = "answers are chosen by their words alone"


def check_index(path: Path) -> Finding:
    """Whether the index next to the database can be used; a missing one will be built."""
    folder = index_folder(path)
    if not (folder / MANIFEST).exists():
        return Finding(None, "there is no index yet", "it is built when it is needed")
    if not os.access(folder, os.W_OK | os.X_OK):
        advice = "let the user who runs the bot write to it"
        return Finding(False, f"the index {folder} cannot be written", advice)
    try:
        files = _read_files(folder)
    except UNREADABLE as error:
        reason = error.strerror if isinstance(error, OSError) else error
        what = f"the index {folder} cannot be used ({label(str(reason), 200)})"
        return Finding(False, what, "delete the folder; it is rebuilt at the next start")
    if files is None:
        what = "another version of Quotewire wrote the index"
        return Finding(None, what, "it is rebuilt at the next start")
    return Finding(True, f"the index is sound ({counted(files, 'file')})")


def _read_files(folder: Path) -> int | None:
    """Read the whole index; return its number of files, or None if another version wrote it."""
    for left in reversed(range(ATTEMPTS)):
        manifest = read_manifest(folder)
        if manifest is None:
            return None
        try:
            for name, _ in manifest.segments:
                read_segment(folder / Path(name).name)
            for name, _ in manifest.vectors:
                read_block(folder / Path(name).name, manifest.model or "")
        except FileNotFoundError:  # the running bot has just replaced it
            if not left:
                raise
        else:
            return len(manifest.segments) + len(manifest.vectors)
    return None


def check_meaning(settings: Settings) -> Finding:
    """Whether the model of meaning can be used."""
    if not settings.quotewire_meaning:
        return Finding(None, "the model of meaning is turned off (QUOTEWIRE_MEANING)", BY_WORDS)
    if missing := minilm.missing():
        what = f"the model of meaning cannot be used without {' and '.join(missing)}"
        return Finding(None, what, BY_WORDS)
    logging.getLogger(minilm.__name__).addHandler(logging.NullHandler())
    model = MiniLM(settings.quotewire_meaning_threads)
    if model.load() is None:
        what = f"the model of meaning cannot be loaded ({label(model.failure or '', 200)})"
        return Finding(False, what, f"{BY_WORDS} until Quotewire is installed again")
    return Finding(True, "the model of meaning works: answers are chosen by meaning, too")
