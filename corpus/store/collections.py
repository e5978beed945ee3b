"""Table ``collection``: the last number used in each; deletes and moves whole collections."""

import re

from corpus.store import items, subscriptions, unanswered, waiting_updates
from corpus.store.articles import current, learned_lines, table
from corpus.store.chats import digests, languages, latest, standing_questions, tallies
from corpus.store.database.interface import Connection

NEXT_NUMBER = """
INSERT INTO collection VALUES (?, 1)
ON CONFLICT (name) DO UPDATE SET last = collection.last + 1 RETURNING last
"""
AT_LEAST = """
INSERT INTO collection VALUES (?, ?)
ON CONFLICT (name) DO UPDATE SET last = excluded.last WHERE collection.last < excluded.last
"""
# Modules whose tables have a column for the collection, and those with one for the chat.
OWNERS = (table, subscriptions, items, learned_lines, unanswered, tallies)
CHATS = (standing_questions, digests, latest, languages)
CHAT = re.compile("-?[0-9]{1,18}")  # the name of a chat's collection: its id


def next_number(connection: Connection, collection: str) -> int:
    """Return a number that no article of the collection has had before."""
    (number,) = connection.execute(NEXT_NUMBER, (collection,)).fetchone()
    return int(number)


def reserve_number(connection: Connection, collection: str, number: int) -> None:
    """Make sure that the collection's next number is higher than this one."""
    connection.execute(AT_LEAST, (collection, number))


def forget(connection: Connection, collection: str) -> int:
    """Delete everything about a collection; return how many current articles it had."""
    count = current.count_in(connection, collection)
    for owner in OWNERS:
        owner.forget(connection, collection)
    if (chat := chat_of(collection)) is not None:
        for owner in CHATS:
            owner.forget(connection, chat)
        waiting_updates.forget_chat(connection, chat)
    connection.execute("DELETE FROM collection WHERE name = ?", (collection,))
    return count


def move(connection: Connection, collection: str, other: str) -> None:
    """Move everything in a collection to another; articles keep their numbers."""
    for owner in OWNERS:
        owner.move(connection, collection, other)
    chat, newer = chat_of(collection), chat_of(other)
    if chat is not None and newer is not None:
        for owner in CHATS:
            owner.move(connection, chat, newer)
    select = "SELECT last FROM collection WHERE name = ?"
    if row := connection.execute(select, (collection,)).fetchone():
        connection.execute("DELETE FROM collection WHERE name IN (?, ?)", (collection, other))
        connection.execute("INSERT INTO collection VALUES (?, ?)", (other, row[0]))


def chat_of(collection: str) -> int | None:
    """The chat that a collection is of."""
    return int(collection) if CHAT.fullmatch(collection) else None
