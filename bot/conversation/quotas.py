"""The quotas: how much a chat may keep, and how often a user may ask."""

import asyncio
import hmac
from datetime import timedelta
from enum import Enum, auto

from bot.delivery.limits.counting import Counting
from bot.delivery.limits.published import MESSAGES_PER_MINUTE_IN_GROUP
from bot.delivery.limits.window import MINUTE, Window
from bot.delivery.limits.windows import Windows
from bot.delivery.receipt import in_hand, seconds_waited
from bot.monitoring.metrics import Metrics
from bot.replies.chat_sources import own_sources as texts
from bot.settings import Settings
from corpus.article import LIBRARY
from corpus.clock import Clock, now
from corpus.fingerprint import keyed_hash
from corpus.store.store import Store

HOUR = timedelta(hours=1)
MEGABYTE = 1e6  # code points
MOST_FEEDS = 20  # of a chat
MOST_FEEDS_OF_USER = 40  # in all chats


class StorageQuota:
    """The limits on each collection; only the library's articles are unlimited."""

    def __init__(self, store: Store, settings: Settings, clock: Clock = now) -> None:
        self._store = store
        self._most_articles = settings.quotewire_most_articles
        self._most_characters = settings.quotewire_most_megabytes * MEGABYTE
        self._most_per_hour = settings.quotewire_adds_per_hour
        token = settings.telegram_bot_token
        secret = token.get_secret_value() if token else ""
        self._key = hmac.digest(secret.encode(), b"followers of feeds", "sha256")
        self._clock = clock

    def is_full(self, collection: str) -> bool:
        """Whether a collection has reached one of the limits on its articles."""
        return self.refusal(collection) is not None

    def refusal(self, collection: str) -> str | None:
        """The message to show if a collection can take no more articles now, otherwise None."""
        if collection == LIBRARY:
            return None
        usage = self._store.usage(collection, self._clock() - HOUR)
        if usage.articles >= self._most_articles:
            return texts.TOO_MANY_SOURCES.format(usage.articles)
        if usage.characters >= self._most_characters:
            return str(texts.TOO_LARGE)
        if usage.added >= self._most_per_hour:
            return texts.TOO_MANY_THIS_HOUR.format(usage.added)
        return None

    def feed_refusal(self, collection: str, user_hash: int) -> str | None:
        """The message to show if a chat or a user cannot follow another feed, otherwise None."""
        followed = len(self._store.subscriptions.feeds(collection))
        if followed >= MOST_FEEDS:
            return texts.TOO_MANY_FEEDS.format(followed)
        if self._store.subscriptions.count_by(user_hash) >= MOST_FEEDS_OF_USER:
            return texts.TOO_MANY_FEEDS_OF_USER.format(MOST_FEEDS_OF_USER)
        return None

    def user_hash(self, sender: int) -> int:
        """A hash of a sender's id; it reveals nothing without the bot's token."""
        return keyed_hash(self._key, sender)


MOST_USERS = 10_000  # before idle ones are forgotten
# Commands, edits, presses and long questions of a group in a minute. Nearly each makes a message
# or an edit of its own; the other half of those that a group may get is for answers, which can
# share them.
MOST_BESIDES_ANSWERS = MESSAGES_PER_MINUTE_IN_GROUP // 2


class GroupQuota:
    """A limit on what takes messages of its own in a group, so that other questions get theirs."""

    def __init__(self, counting: Counting) -> None:
        self._groups: Windows[int] = Windows("requests in", MOST_BESIDES_ANSWERS, MINUTE, counting)

    def take(self, chat: int, *, again: bool) -> bool:
        """Count one, unless its group has too many; return whether it has not.

        An update that is handled ``again`` is not counted again.

        Raises:
            CorpusError: Requests cannot be counted now.
        """
        return again or chat > 0 or self._groups.take(chat, asyncio.get_running_loop().time())


def is_admitted() -> bool:
    """Whether its user's quota has admitted the update in hand, which is handled again."""
    receipt = in_hand.get()
    return receipt is not None and receipt.is_admitted


class Verdict(Enum):
    """What to do with a request."""

    ALLOWED = auto()
    REFUSED = auto()  # say why
    IGNORED = auto()  # stay silent: the user already knows why


class QuestionQuota:
    """A limit on each user's requests in any minute; 0 means no limit.

    Requests are messages, edits and button presses, or what ``name`` says instead.
    """

    def __init__(
        self, per_minute: int, metrics: Metrics, counting: Counting, name: str = "requests of"
    ) -> None:
        self._per_minute = per_minute
        self._metrics = metrics
        self._counting = counting
        self._name = name
        self._users: dict[int, Window] = {}
        self._notified: set[int] = set()

    def take(self, user: int) -> Verdict:
        """Return what to do with a user's request, and count it if it is allowed.

        The update in hand is counted once, however often it is handled, and as of its arrival,
        however long it has waited since.

        Raises:
            CorpusError: Requests cannot be counted now.
        """
        receipt = in_hand.get()
        if not self._per_minute or (receipt is not None and receipt.is_admitted):
            return Verdict.ALLOWED
        now = asyncio.get_running_loop().time() - seconds_waited()
        if self._counting.take(f"{self._name} {user}", self._window(user, now), now):
            self._notified.discard(user)
            if receipt is not None:
                receipt.mark_admitted()
            return Verdict.ALLOWED
        self._metrics.refused.inc()
        if user in self._notified:
            return Verdict.IGNORED
        self._notified.add(user)
        return Verdict.REFUSED

    def _window(self, user: int, now: float) -> Window:
        if user not in self._users and len(self._users) >= MOST_USERS:
            users = self._users.items()
            self._users = {known: window for known, window in users if not window.is_idle(now)}
            self._notified &= self._users.keys()
        return self._users.setdefault(user, Window(self._per_minute, MINUTE))
