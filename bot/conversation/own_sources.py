"""What chats do with sources of their own: add, remove, forget; and who may."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from telegram import Chat, Message, User
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from bot.conversation.posted import gather
from bot.library.library import Library
from bot.replies.labels import counted, label
from bot.replies.reply import Button, Reply
from bot.replies.sources import source_line
from bot.settings import Settings
from corpus.article import LIBRARY
from corpus.errors import CorpusError
from corpus.store.sources import Sources
from corpus.store.subscriptions import Followed
from corpus.web.feed_watch import Follower
from corpus.web.page_watch import Refresher
from corpus.web.pages import is_url

REMOVE = "remove"
UNDO = "undo"
FORGET = "forget"
KEEP = "keep"

HOW_TO_ADD = (
    "To add a source, send /add and a link, or the text of the article; send a file with /add as "
    "its caption; or reply to a post with /add."
)
HOW_TO_REMOVE = "Write /remove and the number that /sources shows, such as /remove {example}."
NOT_YOURS = "This source belongs to the library, which only whoever runs me can change."
ADMINS_ONLY = "In this group only administrators may do that."
GONE = "It is gone already."
KEPT = "Nothing was removed."
TOO_LATE = "That is too long ago to undo; please add it again."
ASK_TO_FORGET = "Shall I delete everything that was added here: {count}? It cannot be undone."
FORGOTTEN = "Deleted: {count}. I keep nothing else of this chat."
HOW_TO_FOLLOW = "To follow a feed, send /follow and the address of the feed or of its site."
MOST_FEEDS = 20
LONGEST_REASON = 300  # characters of why something could not be done
MOST_LISTED = 10  # articles or failures of one archive that are named
PAUSE = 60.0  # seconds between two looks for feeds and pages that are due
UNDOABLE = timedelta(hours=1)  # how long what was removed can be put back

Clock = Callable[[], datetime]
Tell = Callable[[str], None]  # takes what to show of work under way

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of what was to be added: ids of articles that are new or known, errors."""

    added: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    failed: list[CorpusError] = field(default_factory=list)


def _now() -> datetime:
    return datetime.now(UTC)


class Collector:
    """The chats' collections; an operator's private chat is the library's."""

    def __init__(self, library: Library, settings: Settings, clock: Clock = _now) -> None:
        self._library = library
        trusted = settings.quotewire_fetch_hosts
        self._follower = Follower(library.store, trusted, self.is_full, clock)
        self._refresher = Refresher(library.store, trusted, clock)
        self._settings = settings
        self._clock = clock

    def sources(self, chat: Chat) -> Sources:
        """What a chat is answered from."""
        return self._library.sources(self.collection(chat))

    def collection(self, chat: Chat) -> str:
        """The name of the collection that a chat's articles are in."""
        operators = self._settings.quotewire_operators
        return LIBRARY if chat.type == ChatType.PRIVATE and chat.id in operators else str(chat.id)

    async def keep_up(self) -> None:
        """Look at feeds and pages that are due and drop what is to be forgotten, for ever."""
        while True:
            try:
                self._library.store.purge(self._clock() - UNDOABLE)
                self._library.store.unanswered.prune(
                    self._clock(), everything=not self._settings.quotewire_keep_unanswered
                )
                self._library.store.erase_deleted()  # answered messages, too
                await self._follower.look()
                await self._refresher.look()
            except CorpusError as error:
                logger.warning("Feeds and pages could not be looked at: %s", error)
            await asyncio.sleep(PAUSE)

    async def add(self, message: Message, words: str, tell: Tell) -> Reply:
        """Add what the message means; say what became of it, and ``tell`` how far it is."""
        if not await self.may_change(message.chat, message.from_user, message.sender_chat):
            return Reply(ADMINS_ONLY)
        collection = self.collection(message.chat)
        full = self._full(collection)
        if full:
            return Reply(full)
        tell("Reading …")
        outcome = Outcome()
        trusted = self._settings.quotewire_fetch_hosts
        async with aclosing(gather(message, words, trusted)) as found:
            async for gathered in found:
                if isinstance(gathered, CorpusError):
                    outcome.failed.append(gathered)
                    continue
                full = self._full(collection)
                if full:
                    break
                article = replace(gathered.article, collection=collection)
                added = self._refresher.add(gathered, collection)
                (outcome.added if added else outcome.known).append(article.id)
                tell(f"Reading … {counted(len(outcome.added), 'source')} so far")
        return self._outcome_reply(outcome, collection, full)

    def _outcome_reply(self, outcome: Outcome, collection: str, full: str | None) -> Reply:
        sources = self._library.sources(collection)
        match outcome:
            case Outcome([], [], []):
                return Reply(full or HOW_TO_ADD)
            case Outcome([article_id], [], []) | Outcome([], [article_id], []) if not full:
                article = sources.find(article_id)
                said = "Added" if outcome.added else "It is there already:"
                return source_line(said, article, sources) if article else Reply(GONE)
            case Outcome([], [], [error]):
                return Reply(f"I could not add that: {_reason(error)}.")
        lines = [f"Added {counted(len(outcome.added), 'source')}."]
        articles = filter(None, map(sources.find, outcome.added))
        lines += [f"[{sources.label(one)}] {label(one.title, 100)}" for one in articles]
        del lines[MOST_LISTED:]
        if len(outcome.added) >= MOST_LISTED:
            lines.append("… /sources lists them all.")
        if outcome.known:
            lines.append(f"{counted(len(outcome.known), 'source')} I had already.")
        failed = outcome.failed
        lines += [
            f"{label(str(e.path), 100)} {label(e.reason, LONGEST_REASON)}."
            for e in failed[:MOST_LISTED]
        ]
        if len(failed) > MOST_LISTED:
            lines.append(f"{len(failed) - MOST_LISTED} more could not be read.")
        return Reply("\n".join(filter(None, [*lines, full])))

    async def remove(self, message: Message, reference: str) -> Reply:
        """Ask whether to remove a source."""
        if not await self.may_change(message.chat, message.from_user, message.sender_chat):
            return Reply(ADMINS_ONLY)
        collection = self.collection(message.chat)
        sources = self._library.sources(collection)
        article = sources.find(reference)
        if article is None or sources.samples:
            example = sources.label(sources.page(0, 1)[0]) if sources.own else "C1"
            return Reply(HOW_TO_REMOVE.format(example=example))
        if article.collection != collection:
            return Reply(NOT_YOURS)
        buttons = (Button("Remove it", f"{REMOVE}:{article.id}"), Button("Keep it", KEEP))
        return source_line("Remove", article, sources, buttons=buttons)

    async def forget(self, message: Message) -> Reply:
        """Ask whether to delete everything that a chat has added."""
        if not await self.may_change(message.chat, message.from_user, message.sender_chat):
            return Reply(ADMINS_ONLY)
        usage = self._library.store.usage(str(message.chat_id), self._clock())
        count = counted(usage.articles, "source")
        return Reply(
            ASK_TO_FORGET.format(count=count),
            buttons=(Button("Delete everything", FORGET), Button("Keep it", KEEP)),
        )

    async def follow(self, message: Message, url: str) -> Reply:
        """Follow a feed for the chat."""
        if not await self.may_change(message.chat, message.from_user, message.sender_chat):
            return Reply(ADMINS_ONLY)
        if not is_url(url):
            return Reply(HOW_TO_FOLLOW)
        collection = self.collection(message.chat)
        if len(self._library.store.subscriptions.feeds(collection)) >= MOST_FEEDS:
            return Reply(f"This chat follows {MOST_FEEDS} feeds, as many as it may.")
        try:
            feed = await self._follower.follow(collection, url)
        except CorpusError as error:
            return Reply(f"I could not follow that: {_reason(error)}.")
        return Reply(f"Following {_feed_line(feed)}\nIts new items become sources here.")

    def feeds(self, message: Message) -> Reply:
        """The feeds that the chat follows, numbered."""
        feeds = self._library.store.subscriptions.feeds(self.collection(message.chat))
        lines = [f"{number}. {_feed_line(feed)}" for number, feed in enumerate(feeds, 1)]
        return Reply("\n".join(lines) or HOW_TO_FOLLOW)

    async def unfollow(self, message: Message, reference: str) -> Reply:
        """Follow a feed no longer; it is named by its number or its address."""
        if not await self.may_change(message.chat, message.from_user, message.sender_chat):
            return Reply(ADMINS_ONLY)
        feeds = self._library.store.subscriptions.feeds(self.collection(message.chat))
        for number, feed in enumerate(feeds, 1):
            if reference in (str(number), feed.url):
                self._library.store.subscriptions.unfollow(feed.collection, feed.url)
                return Reply(f"No longer following {_feed_line(feed)}\nIts articles stay.")
        return Reply("Write /unfollow and the number that /feeds shows.")

    def press(self, chat: Chat, data: str) -> Reply | None:
        """What to show for a pressed button; None if it is not one of these."""
        action, _, article_id = data.partition(":")
        match action:
            case "remove":
                return self._remove(chat, article_id)
            case "undo":
                return self._put_back(chat, article_id)
            case "forget":
                count = self.forget_chat(chat.id)
                return Reply(FORGOTTEN.format(count=counted(count, "source")))
            case "keep":
                return Reply(KEPT)
        return None

    def forget_chat(self, chat_id: int) -> int:
        """Delete all that a chat has added, for good; return how many sources that were."""
        return self._library.store.forget(str(chat_id))

    def move_chat(self, chat_id: int, new_id: int) -> None:
        """Give a chat's sources to the chat that it has become, with their numbers."""
        self._library.store.move(str(chat_id), str(new_id))

    async def may_change(self, chat: Chat, user: User | None, sender: Chat | None) -> bool:
        """Whether somebody may change a chat's sources: in a group, its administrators may."""
        if chat.type == ChatType.PRIVATE or self._settings.quotewire_everyone_may_add:
            return True
        if sender is not None:
            return sender.id == chat.id  # an administrator who writes as the group
        if user is None:
            return False
        try:
            member = await chat.get_member(user.id)
        except TelegramError:
            return False
        return member.status in (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)

    def is_full(self, collection: str) -> bool:
        """Whether a collection may not grow now."""
        return self._full(collection) is not None

    def _full(self, collection: str) -> str | None:
        """What to say where a collection may not grow; None where it may."""
        if collection == LIBRARY:
            return None
        settings = self._settings
        usage = self._library.store.usage(collection, self._clock() - timedelta(hours=1))
        if usage.articles >= settings.quotewire_most_articles:
            return f"This chat has {counted(usage.articles, 'source')}, as many as it may have."
        if usage.characters >= settings.quotewire_most_megabytes * 1e6:
            return "This chat's sources are as large as they may be."
        if usage.added >= settings.quotewire_adds_per_hour:
            return f"{counted(usage.added, 'source')} in an hour are enough; please go on later."
        return None

    def _remove(self, chat: Chat, article_id: str) -> Reply:
        collection = self.collection(chat)
        sources = self._library.sources(collection)
        article = sources.find(article_id)
        if article is None or article.collection != collection:
            return Reply(GONE)
        undo = Button("Undo", f"{UNDO}:{article_id}")
        shown = source_line("Removed", article, sources, buttons=(undo,))
        self._library.store.set_aside(article_id)
        return shown

    def _put_back(self, chat: Chat, article_id: str) -> Reply:
        collection = self.collection(chat)
        article = self._library.store.put_back(article_id, collection)
        if article is None:
            return Reply(TOO_LATE)
        return source_line("It is back:", article, self._library.sources(collection))


def _reason(error: CorpusError) -> str:
    """Why something could not be done; a stranger's words in it are on one line and harmless."""
    return f"it {label(error.reason, LONGEST_REASON)}"


def _feed_line(feed: Followed) -> str:
    return f"{label(feed.title, 100)}, {label(feed.url, 200)}"
