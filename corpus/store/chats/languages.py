"""Table ``language``: the languages in which chats are spoken to."""

from corpus.store.database.interface import Connection, Database

PUT = """
INSERT INTO language VALUES (?, ?, ?)
ON CONFLICT (chat) DO UPDATE SET code = excluded.code, chosen = excluded.chosen
"""


class ChatLanguages:
    """The languages that chats chose, and those in which the others asked to be told something.

    A user's private chat has the user's id.

    Raises:
        CorpusError: From every method, when the database cannot be used.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def chosen(self, chat: int) -> str | None:
        """The language that a chat chose."""
        return self._find("chat = ? AND chosen = 1", chat)

    def of_chat(self, chat: int) -> str | None:
        """The language in which a chat is told something later."""
        return self._find("chat = ?", chat)

    def choose(self, chat: int, language: str) -> None:
        """Store a chat's choice."""
        self._put(chat, language, is_chosen=True)

    def leave_open(self, chat: int, language: str) -> None:
        """Delete a chat's choice, which is told things in this language from now on."""
        self._put(chat, language, is_chosen=False)

    def hear(self, chat: int, language: str) -> None:
        """Store the language in which a chat asks to be told something, unless it chose one."""
        if self.chosen(chat) is None and self.of_chat(chat) != language:
            self._put(chat, language, is_chosen=False)

    def _find(self, condition: str, chat: int) -> str | None:
        select = f"SELECT code FROM language WHERE {condition}"
        with self._database.reading() as connection:
            row = connection.execute(select, (chat,)).fetchone()
        return None if row is None else str(row["code"])

    def _put(self, chat: int, language: str, *, is_chosen: bool) -> None:
        with self._database.noting(durable=True) as connection:
            connection.execute(PUT, (chat, language, is_chosen))


def forget(connection: Connection, chat: int) -> None:
    """Delete a chat's language."""
    connection.execute("DELETE FROM language WHERE chat = ?", (chat,))


def move(connection: Connection, chat: int, other: int) -> None:
    """Move a chat's language to the chat that replaces it."""
    if connection.execute("SELECT 1 FROM language WHERE chat = ?", (chat,)).fetchone():
        forget(connection, other)
        connection.execute("UPDATE language SET chat = ? WHERE chat = ?", (other, chat))
