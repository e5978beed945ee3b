"""Gathers the updates that are handled as one, without delaying other chats."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from telegram import Update

from bot.updates.bodies import Body
from bot.updates.parsing import Parsing, holds
from bot.updates.queues.chat_queues import ChatQueues
from bot.updates.together import album_of, goes_on, may_go_on

Parsed = tuple[Body, Update]

MOST = 30  # updates handled as one; more would keep other chats waiting
MOST_LATEST = 10_000  # chats, of which some are served by other bots
MOST_ALBUMS = 100  # that seem not to be for the bot
MOST_OF_CHAT = 5  # of those
MOST_FILES = 10  # of an album, by Telegram's rules
PAUSE = 2.0  # seconds after which no further part is expected


class PassedAlbums:
    """The files of albums that seem not to be for the bot, for PAUSE seconds in memory.

    In a group, the bot learns whether they are only from the caption, which may come last.
    """

    def __init__(self) -> None:
        self._albums: dict[tuple[int, str], list[Parsed]] = {}

    def add(self, body: Body, update: Update) -> None:
        """Keep an update if it is a file of an album."""
        album = album_of(update)
        if album is None or update.message is None or update.message.document is None:
            return
        key = _chat(update), album
        if key not in self._albums:
            of_chat = sum(chat == key[0] for chat, _ in self._albums)
            if len(self._albums) >= MOST_ALBUMS or of_chat >= MOST_OF_CHAT:
                return
            self._albums[key] = []
            asyncio.get_running_loop().call_later(PAUSE, self._albums.pop, key, None)
        if len(self._albums[key]) < MOST_FILES:
            self._albums[key].append((body, update))

    def take(self, update: Update) -> list[Parsed]:
        """Return the files of an update's album that came before it."""
        return self._albums.pop((_chat(update), album_of(update) or ""), [])


class Gathering:
    """Knows to which of the updates in the queues others may belong.

    Only their numbers are in memory: while it waits for parts, any number of chats may send some.
    """

    def __init__(self, queues: ChatQueues, parsing: Parsing) -> None:
        self._queues = queues
        self._parsing = parsing
        self._may_go_on: defaultdict[int, set[int]] = defaultdict(set)  # by chat
        self._latest: dict[int, int] = {}  # by chat, if others may belong to it
        self._passed = PassedAlbums()

    def select(self, bodies: Iterable[Body]) -> list[Parsed]:
        """Return the new updates that are for the bot, and those that belong to them."""
        selected: list[Parsed] = []
        new: dict[int, Update] = {}  # by number; not stored yet
        for body, update in self._parsing.new(bodies):
            if self._parsing.is_for_us(update) or self._belongs(update, new):
                chosen = [*self._passed.take(update), (body, update)]
                for _, one in chosen:
                    self._note_latest(one)
                new[update.update_id] = update
                selected += chosen
            else:
                self._passed.add(body, update)
        return selected

    def note(self, update: Update) -> None:
        """Note a new update in the queues, to which others may belong."""
        chat, number = _chat(update), update.update_id
        if holds(may_go_on, update):
            self._may_go_on[chat].add(number)
        # If this bot took it from others, it may have closed the chat since it received it.
        if self._latest.get(chat, number) <= number:
            self._note_latest(update)

    def note_left(self, chat: int, number: int) -> None:
        """Note an update of an earlier run, to which others may belong."""
        self._may_go_on[chat].add(number)
        self._latest[chat] = number

    async def follow(self, chat: int, number: int) -> list[int]:
        """Return a chat's first update and those after it that belong to it.

        If more may come, wait for them.
        """
        numbers = [number]
        while len(numbers) < MOST and self._is_awaited(chat, numbers[-1]):
            await self._wait(chat, numbers)
            following = self._queues.at(chat, len(numbers))
            if following is None or not self._goes_on(numbers[-1], following):
                break
            numbers.append(following)
        return numbers

    def close(self, chat: int) -> None:
        """Forget a chat, whose updates are done."""
        self._may_go_on.pop(chat, None)
        self._latest.pop(chat, None)

    async def _wait(self, chat: int, numbers: Sequence[int]) -> None:
        """Wait until another update follows, or none is expected any more."""
        loop = asyncio.get_running_loop()
        end = self._queues.arrival(numbers[-1]).time + PAUSE
        if self._queues.at(chat, len(numbers)) is None and loop.time() < end:
            await asyncio.sleep(end - loop.time())

    def _belongs(self, update: Update, new: Mapping[int, Update]) -> bool:
        """Whether an update that is not for the bot itself goes on where one that is ends."""
        number = self._latest.get(_chat(update))
        if number is None or update.message is None:
            return False
        before = new.get(number) or self._parsing.peek(number)
        return before is not None and holds(goes_on, before, update)

    def _is_awaited(self, chat: int, number: int) -> bool:
        """Whether more may belong to an update."""
        if number not in self._may_go_on.get(chat, ()):
            return False
        update = self._parsing.peek(number)
        return update is not None and holds(may_go_on, update)

    def _goes_on(self, number: int, following: int) -> bool:
        before, after = self._parsing.peek(number), self._parsing.peek(following)
        return before is not None and after is not None and holds(goes_on, before, after)

    def _note_latest(self, update: Update) -> None:
        chat = _chat(update)
        if holds(may_go_on, update):
            self._latest.pop(chat, None)
            self._latest[chat] = update.update_id
            if len(self._latest) > MOST_LATEST:
                del self._latest[next(iter(self._latest))]
        elif update.message is not None:
            self._latest.pop(chat, None)


def _chat(update: Update) -> int:
    return update.effective_chat.id if update.effective_chat else 0
