"""Table ``introduced``: what Telegram was told about the bot, so that it is not told again."""

from collections.abc import Sequence

from corpus.fingerprint import fingerprint
from corpus.store.database.interface import Database

PUT = """
INSERT INTO introduced VALUES (?, ?) ON CONFLICT (part) DO UPDATE SET hash = excluded.hash
"""


class Introduced:
    """The parts of the bot's introduction that are set, as hashes of their texts.

    Raises:
        CorpusError: From every method, when the database cannot be used.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def knows(self, part: str, texts: Sequence[str]) -> bool:
        """Whether these were the texts of a part when it was set the last time."""
        with self._database.reading() as connection:
            select = "SELECT hash FROM introduced WHERE part = ?"
            row = connection.execute(select, (part,)).fetchone()
        return row is not None and row["hash"] == fingerprint(texts)

    def note(self, part: str, texts: Sequence[str]) -> None:
        """Store that a part is set."""
        with self._database.noting(durable=False) as connection:
            connection.execute(PUT, (part, fingerprint(texts)))
