"""Table ``standing``: what chats want to be told when an article answers it."""

from datetime import datetime, timedelta
from enum import Enum
from typing import NamedTuple

from corpus.store.database.interface import Connection, Database, Row

MOST_IN_CHAT = 10
MOST = 2000  # in all: each is asked again when articles come in
MOST_OF_GROUPS = MOST // 2  # in all: one user can create any number of groups
LONGEST = timedelta(days=90)  # that a question is kept
COLUMNS = "number, chat, thread, question, before, asked, first, last"


class Full(Enum):
    """Why a question cannot be kept."""

    CHAT = "chat"  # the chat has MOST_IN_CHAT of them
    ALL = "all"  # all chats together have MOST of them


class StandingQuestion(NamedTuple):
    """A question, and the topic of its chat where it was asked.

    ``before`` is the question that it follows up on. ``found`` are the positions among which an
    article answers it; None until one does.
    """

    number: int
    chat: int
    thread: int | None
    question: str
    before: str | None
    asked: datetime
    found: range | None = None


class StandingQuestions:
    """The questions, without who asked them, and how far the articles have been checked.

    A question that was answered is kept until its chat has been told.

    Raises:
        CorpusError: From every method, when the database cannot be used.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, chat: int, thread: int | None, question: str, before: str | None, now: datetime
    ) -> StandingQuestion | Full:
        """Keep a question; return it, or the one that the chat has already."""
        if known := self.find(chat, question, before):
            return known
        if len(self.of_chat(chat)) >= MOST_IN_CHAT:
            return Full.CHAT
        insert = f"""
            INSERT INTO standing (chat, thread, question, before, asked)
            SELECT ?1, CAST(?2 AS BIGINT), ?3, ?4, ?5 WHERE (SELECT count(*) FROM standing) < ?6
                AND (?1 > 0 OR (SELECT count(*) FROM standing WHERE chat < 0) < ?7)
            RETURNING {COLUMNS}
        """
        values = (chat, thread, question, before, now.isoformat(), MOST, MOST_OF_GROUPS)
        with self._database.noting(durable=True) as connection:
            rows = connection.execute(insert, values).fetchall()
        return _question(rows[0]) if rows else Full.ALL

    def find(self, chat: int, question: str, before: str | None) -> StandingQuestion | None:
        """A chat's question with these words, in upper or lower case."""
        for one in self.of_chat(chat):
            if (one.question.casefold(), one.before) == (question.casefold(), before):
                return one
        return None

    def of_chat(self, chat: int) -> list[StandingQuestion]:
        """The questions of a chat, oldest first."""
        return self._where("chat = ?", chat)

    def waiting(self) -> list[StandingQuestion]:
        """The questions that nothing answers yet, oldest first."""
        return self._where("first IS NULL")

    def found(self) -> list[StandingQuestion]:
        """The questions whose chats are to be told, oldest first."""
        return self._where("first IS NOT NULL")

    def mark_found(self, number: int, positions: range | None) -> None:
        """Store among which positions an article answers a question; None if none does any more.

        Nothing happens if the question has been ended.
        """
        first, last = (positions.start, positions.stop - 1) if positions else (None, None)
        update = "UPDATE standing SET first = ?, last = ? WHERE number = ?"
        with self._database.noting(durable=True) as connection:
            connection.execute(update, (first, last, number))

    def end(self, chat: int, number: int) -> bool:
        """Delete a question of a chat; return whether it had it."""
        delete = "DELETE FROM standing WHERE chat = ? AND number = ?"
        with self._database.noting(durable=True) as connection:
            return connection.execute(delete, (chat, number)).rowcount > 0

    def end_all(self, chat: int) -> None:
        """Delete the questions of a chat."""
        with self._database.noting(durable=True) as connection:
            connection.execute("DELETE FROM standing WHERE chat = ?", (chat,))

    def prune(self, now: datetime) -> None:
        """Delete the questions that were kept for LONGEST."""
        before = ((now - LONGEST).isoformat(),)
        if self._where("asked < ?", *before):
            with self._database.noting(durable=True) as connection:
                connection.execute("DELETE FROM standing WHERE asked < ?", before)

    def checked(self) -> int:
        """The position up to which the articles have been checked for answers."""
        with self._database.reading() as connection:
            (position,) = connection.execute("SELECT max(position) FROM checked").fetchone()
        return int(position or 0)

    def mark_checked(self, position: int) -> None:
        """Store up to which position the articles have been checked."""
        with self._database.noting(durable=False) as connection:
            connection.execute("DELETE FROM checked")
            connection.execute("INSERT INTO checked VALUES (?)", (position,))

    def _where(self, condition: str, *values: object) -> list[StandingQuestion]:
        select = f"SELECT {COLUMNS} FROM standing WHERE {condition} ORDER BY number"
        with self._database.reading() as connection:
            return [_question(row) for row in connection.execute(select, values)]


def forget(connection: Connection, chat: int) -> None:
    """Delete the questions of a chat."""
    connection.execute("DELETE FROM standing WHERE chat = ?", (chat,))


def move(connection: Connection, chat: int, other: int) -> None:
    """Move a chat's questions to the chat that replaces it."""
    update = "UPDATE standing SET chat = ? WHERE chat = ?"
    connection.execute(update, (other, chat))


def _question(row: Row) -> StandingQuestion:
    number, chat, thread, question, before, asked, first, last = row
    found = None if first is None else range(first, last + 1)
    time = datetime.fromisoformat(asked)
    return StandingQuestion(number, chat, thread, question, before, time, found)
