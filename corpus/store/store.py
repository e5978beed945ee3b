"""Adds, removes, restores and reads stored articles."""

import contextlib
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from corpus.article import Article
from corpus.clock import Clock, now
from corpus.errors import CorpusError
from corpus.store import changes, collections, subscriptions
from corpus.store.articles import adding, alike, current, edits, learned_lines, table, versions
from corpus.store.articles.adding import Added, Outcome
from corpus.store.articles.current import BY_NUMBER, Order
from corpus.store.articles.edits import Values
from corpus.store.articles.table import Usage
from corpus.store.changes import Change
from corpus.store.chats.alerts import Alerts
from corpus.store.chats.tallies import Tallies
from corpus.store.database.interface import Connection
from corpus.store.database.opening import open_database
from corpus.store.database.sqlite import BUSY_SECONDS
from corpus.store.recent_answers import StoredAnswers
from corpus.store.subscriptions import Followed, Subscriptions
from corpus.store.unanswered import Unanswered


class Store:
    """The articles of a database, in the order in which they were added.

    Numbers are never reused in a collection. Each has one current text and perhaps older ones,
    which can be cited but are not searched. ``subscriptions``, ``unanswered``,
    ``recent_answers``, ``tallies`` and ``alerts`` own the other tables that are used with the
    articles. ``busy_seconds`` is how long each change waits while another process writes.

    ``location`` is the path of a file, ``:memory:``, or the address of a PostgreSQL database,
    perhaps with a password. ``path`` names it in messages, without that.

    Raises:
        CorpusError: From every method, if the database cannot be used; the message names it.
    """

    def __init__(
        self, location: Path | str, clock: Clock = now, busy_seconds: float = BUSY_SECONDS
    ) -> None:
        self.location = location
        self.database = open_database(location, busy_seconds)
        self.path = self.database.path
        self.subscriptions = Subscriptions(self.database)
        self.unanswered = Unanswered(self.database)
        self.recent_answers = StoredAnswers(self.database)
        self.tallies = Tallies(self.database)
        self.alerts = Alerts(self.database)
        self._clock = clock
        # The last process may have left some.
        self._may_have_copies = location != ":memory:" and self.database.leaves_copies

    def close(self) -> None:
        """Write what was counted and close the database; the store cannot be used afterwards."""
        with contextlib.suppress(CorpusError):  # counts are no reason to fail at the end
            self.tallies.write()
        self.database.close()

    def version(self) -> tuple[int, int]:
        """A value that differs after every change, by this process or another one."""
        return self.database.version()

    def add(
        self,
        article: Article,
        *,
        page: str | None = None,
        given: Collection[str] = (),
        feed: Followed | None = None,
        link: str = "",
    ) -> Added:
        """Add an article, or make it the newer text of a source.

        ``page`` is the address that it was fetched from, if it was, and ``given`` are the names of
        the metadata given by hand, which no refresh changes. ``added`` defaults to now. An article
        from a ``feed`` is added only while its collection follows that feed; the item with this
        ``link`` is then marked as seen. Without a page of its own, it replaces no text.
        """
        with self.database.changing() as connection:
            if feed is not None:
                there = current.at_address(connection, article.collection, article.url or "")
                if not subscriptions.mark_seen(connection, feed, link):
                    return Added(article, Outcome.KNOWN)
                if there and page is None:
                    return Added(there[0], Outcome.KNOWN)
            return adding.add(connection, article, self._clock(), page=page, given=given)

    def revise(self, article: Article, page: str) -> bool:
        """Make a text the current one of its number; return False if that has none any more.

        ``page`` is the address that the text is from. If it is not that of the number's page, the
        number was given again after its collection was deleted, and nothing changes.
        """
        with self.database.changing() as connection:
            if not current.is_watched(connection, article, page):
                return False
            return bool(adding.add(connection, article, self._clock(), page=page))

    def amend(self, article: Article, newer: Article, page: str) -> Article:
        """Take the metadata that an article's page now gives for the same sentences."""
        with self.database.changing() as connection:
            is_watched = current.is_watched(connection, article, page)
            return edits.amend(connection, article, newer) if is_watched else article

    def edit(self, article_id: str, values: Values) -> Article | None:
        """Change an article's metadata for good, by the names in Article; return the article.

        The result is None if there is no such article. Its text and its id stay.
        """
        with self.database.changing() as connection:
            article = current.find(connection, article_id)
            return article and edits.edit(connection, article, values)

    def remove(self, article_id: str) -> bool:
        """Delete an article and its older texts; return whether it existed."""
        with self.database.changing() as connection:
            article = current.find(connection, article_id)
            if article is None:
                return False
            learned_lines.uncount_lines(connection, article)
            adding.delete(connection, article.collection, article.number)
            return True

    def set_aside(self, article_id: str) -> bool:
        """Remove an article, which can be restored until purged; return whether it existed."""
        with self.database.changing() as connection:
            article = current.find(connection, article_id)
            if article is None:
                return False
            learned_lines.uncount_lines(connection, article)
            versions.mark_removed(connection, article_id, self._clock())
            return True

    def put_back(self, article: str | int, collection: str) -> Article | None:
        """Restore what was set aside in a collection, by id or number; None if nothing was."""
        with self.database.changing() as connection:
            removed = versions.find_removed(connection, article, collection)
            if removed is None:
                return None
            adding.retire(connection, collection, removed.number, self._clock())
            versions.mark_removed(connection, removed.id, None)
            learned_lines.count_lines(connection, removed)
            return removed

    def purge(self, before: datetime, most: int | None = None) -> int:
        """Delete the articles set aside before a time, at most ``most``; return how many."""
        with self.database.reading() as connection:
            if not versions.removed_before(connection, before):
                return 0
        with self.database.changing() as connection:
            # Again, because one may have been restored.
            removed = versions.removed_before(connection, before)[:most]
            for article_id, collection, number in removed:
                table.delete_text(connection, article_id)
                if current.find_numbered(connection, collection, number) is None:
                    adding.delete(connection, collection, number)
        self._may_have_copies = self.database.leaves_copies
        self.database.overwrite_log()
        return len(removed)

    def forget(self, collection: str) -> int:
        """Delete a collection with its numbers; return how many current articles it had."""
        with self.database.changing() as connection:
            count = collections.forget(connection, collection)
            self._forget_answers(connection, collection)
        self._may_have_copies = self.database.leaves_copies
        self.unanswered.drop(collection)
        self.tallies.drop(collection)
        self.database.overwrite_log()
        return count

    def move(self, collection: str, other: str) -> None:
        """Rename a collection, keeping its numbers, older texts, feeds and pages."""
        with self.database.changing() as connection:
            collections.move(connection, collection, other)
            self._forget_answers(connection, collection)
        self.unanswered.drop(collection)

    def _forget_answers(self, connection: Connection, collection: str) -> None:
        if (chat := collections.chat_of(collection)) is not None:
            self.recent_answers.forget(connection, chat)

    def erase_deleted(self) -> None:
        """Remove deleted texts from the log beside the file, if no other process is using it.

        ``forget`` and ``purge`` try this themselves; call it now and then for what they could not.
        """
        self.database.overwrite_log()

    @property
    def may_have_copies(self) -> bool:
        """Whether the file may have copies of deleted texts."""
        return self._may_have_copies

    def erase_copies(self) -> None:
        """Remove copies of deleted texts from a file that is not large; for another thread."""
        self._may_have_copies = False
        try:
            self.database.rewrite()
        except CorpusError:
            self._may_have_copies = True
            raise

    def usage(self, collection: str, since: datetime) -> Usage:
        """A collection's size, and the texts added since a time."""
        with self.database.reading() as connection:
            return table.measure(connection, collection, since)

    def positions(self) -> list[int]:
        """The positions of the current articles, ascending; an article keeps its position."""
        with self.database.reading() as connection:
            return current.positions(connection)

    def at(self, positions: Collection[int]) -> dict[int, Article]:
        """The current articles at these positions, ascending; empty positions are skipped."""
        with self.database.reading() as connection:
            return current.at(connection, positions)

    def sentences(self, places: Collection[tuple[int, int]]) -> dict[tuple[int, int], str]:
        """The text of each sentence.

        A place is an article's position and the sentence's number in it, from 0. Places without
        a current sentence are skipped. The rest of each article is not read.
        """
        with self.database.reading() as connection:
            return current.sentences(connection, places)

    def count(self, collection: str) -> int:
        """The number of current articles in a collection."""
        with self.database.reading() as connection:
            return current.count_in(connection, collection)

    def holds_any(self, collection: str) -> bool:
        """Whether a collection has any current article."""
        with self.database.reading() as connection:
            return current.holds_any(connection, collection)

    def listed(
        self, collection: str, start: int, count: int, order: Order = BY_NUMBER
    ) -> list[Article]:
        """Up to ``count`` current articles in an order, skipping the first ``start``."""
        with self.database.reading() as connection:
            return current.listed(connection, collection, start, count, order)

    def publishers(self, collection: str) -> dict[str, int]:
        """The number of current articles of each publisher, "" for those without one."""
        with self.database.reading() as connection:
            return current.publishers(connection, collection)

    def changes(self, since: Change) -> tuple[Change, list[int] | None]:
        """The last change, and the positions that changed after ``since``, ascending.

        The positions are None if ``since`` is too old or from another file.
        """
        with self.database.reading() as connection:
            return changes.changes_since(connection, since)

    def article(self, article_id: str) -> Article | None:
        """The current article with this id."""
        with self.database.reading() as connection:
            return current.find(connection, article_id)

    def numbered(self, collection: str, number: int) -> Article | None:
        """The current article with this number in a collection."""
        with self.database.reading() as connection:
            return current.find_numbered(connection, collection, number)

    def older(self, article: Article) -> list[Article]:
        """The article's earlier texts, newest first."""
        with self.database.reading() as connection:
            return versions.older_texts(connection, article)

    def replaced_texts(self, article: Article, longest: int) -> list[tuple[Article, datetime]]:
        """The article's earlier texts of up to ``longest`` code points, newest first.

        Each comes with the time when the next text was stored.
        """
        with self.database.reading() as connection:
            return versions.replaced_texts(connection, article, longest)

    def find_replaced(self, article_id: str) -> tuple[Article, Article] | None:
        """The older text with this id, and the current one that replaced it."""
        with self.database.reading() as connection:
            older = versions.find_replaced(connection, article_id)
        if older is None:
            return None
        newer = self.numbered(older.collection, older.number or 0)
        return None if newer is None else (older, newer)

    def alike(self, article: Article) -> list[Article]:
        """The articles of its collection and the library with mostly the same text."""
        with self.database.reading() as connection:
            return alike.find_alike(connection, article)
