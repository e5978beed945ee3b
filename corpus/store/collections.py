"""Table ``collection``: the last number used in each; deletes and moves whole collections."""

from corpus.store import items, recent_answers, subscriptions, unanswered, waiting_updates
from corpus.store.articles import current, learned_lines, table
from corpus.store.chats import digests, languages, latest, standing_questions, tallies
from corpus.store.database.interface import Connection

NEXT_NUMBER = """
INSERT INTO collection VALUES (?, 1)
ON CONFLICT (name) DO UPDATE SET last = last + 1 RETURNING last
"""
AT_LEAST = """
INSERT INTO collection VALUES (?, ?)
ON CONFLICT (name) DO UPDATE SET last = max(last, excluded.last)
"""
# Modules whose tables have a column for the collection, or for the chat that it is of.
OWNERS = (
    *(table, subscriptions, items, learned_lines, unanswered, recent_answers),
    *(tallies, standing_questions, digests, latest, languages),
)


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
    connection.execute("DELETE FROM collection WHERE name = ?", (collection,))
    waiting_updates.forget_chat(connection, collection)
    return count


def move(connection: Connection, collection: str, other: str) -> None:
    """Move everything in a collection to another; articles keep their numbers."""
    for owner in OWNERS:
        owner.move(connection, collection, other)
    connection.execute(
        "UPDATE OR REPLACE collection SET name = ? WHERE name = ?", (other, collection)
    )
