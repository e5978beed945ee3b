"""Databases and their copies, as files: what is in them, and disks that are full."""

import errno
import os
from contextlib import closing
from pathlib import Path

from stored import articles_in

from bot.upkeep import backup, restore
from corpus.article import Article
from corpus.store.database.sqlite import SQLiteDatabase
from corpus.store.store import Store

FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
MOMENTS = ["while it is copied", "at the end", "at the renaming"]


def articles(path: Path) -> list[Article]:
    with closing(Store(path)) as store:
        return list(articles_in(store))


def numbers(path):
    return [one.number for one in articles(path)]


def names(folder):
    return sorted(one.name for one in folder.iterdir())


def write(path, *statements):
    with closing(SQLiteDatabase(path)) as database, database.reading() as connection:
        for statement in statements:
            connection.execute(statement)


def setting(path, name):
    with closing(SQLiteDatabase(path)) as database, database.reading() as connection:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]


def fail(*_, **__):
    raise FULL


class Small(SQLiteDatabase):
    """A database of which one that is being written has a full disk."""

    def __init__(self, path):
        super().__init__(path)
        if str(path).endswith(".new"):
            self._connection.execute("PRAGMA max_page_count = 1")


def fill_disk(monkeypatch, moment):
    if moment == "while it is copied":
        monkeypatch.setattr(backup, "SQLiteDatabase", Small)
        monkeypatch.setattr(restore.shutil, "copyfile", fail)
    elif moment == "at the end":
        monkeypatch.setattr(os, "fsync", fail)
    else:
        monkeypatch.setattr(Path, "replace", fail)


def fails_on_a_full_disk(run, monkeypatch, moment, command, copy, written):
    with monkeypatch.context() as patched:
        fill_disk(patched, moment)
        result = run(command, copy, "--force")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"quotewire: {written}: cannot be written: ")
    assert result.stderr.count("\n") == 1
