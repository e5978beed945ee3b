"""Questions that found nothing, kept where the operator wants that."""

from datetime import datetime, timedelta

from corpus.store.database import Database

MOST = 5000  # questions; the oldest are forgotten first
LONGEST = timedelta(days=90)


class Unanswered:
    """The questions, each with the collection of the chat that asked and the day, nobody's name.

    Raises:
        CorpusError: From every method, when the database cannot be used.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, collection: str, question: str, moment: datetime) -> None:
        """Keep a question; forget the oldest where there are too many."""
        with self._database.noting(durable=False) as connection:
            connection.execute(
                "INSERT INTO unanswered VALUES (?, ?, ?)",
                (collection, question, moment.date().isoformat()),
            )
            connection.execute(
                "DELETE FROM unanswered WHERE rowid <= (SELECT max(rowid) FROM unanswered) - ?",
                (MOST,),
            )

    def prune(self, moment: datetime, *, everything: bool = False) -> None:
        """Forget what is too old, or everything."""
        before = (moment - LONGEST).date().isoformat()
        with self._database.reading() as connection:
            select = "SELECT 1 FROM unanswered WHERE asked < ? OR ?"
            if connection.execute(select, (before, everything)).fetchone() is None:
                return
        with self._database.noting(durable=False) as connection:
            connection.execute("DELETE FROM unanswered WHERE asked < ? OR ?", (before, everything))

    def questions(self) -> list[tuple[str, str]]:
        """Each question with the day, such as 2025-03-03, on which it was asked; oldest first."""
        with self._database.reading() as connection:
            select = "SELECT question, asked FROM unanswered ORDER BY rowid"
            return [(row["question"], row["asked"]) for row in connection.execute(select)]
