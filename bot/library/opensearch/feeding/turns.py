"""Whose turn it is to feed the engine: one process does, on any machine."""

from typing import Protocol

from bot.library.index_folder import WriteLock, index_folder
from corpus.store.bots.server_lock import ServerLock
from corpus.store.database.location import is_server
from corpus.store.store import Store

LOCK = "feed.lock"  # beside the index, if the database is a file


class Turn(Protocol):
    """A lock that one process holds."""

    def acquire(self) -> bool:
        """Take it if it is free; return whether it is held."""

    def release(self) -> None:
        """Let another process take it."""


def turn_of(store: Store) -> Turn:
    """The lock of whoever feeds the engine from a store."""
    if is_server(store.location):
        return ServerLock(store.database)
    return WriteLock(index_folder(store.location), LOCK)
