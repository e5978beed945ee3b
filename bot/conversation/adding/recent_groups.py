"""Messages that were sent as one, kept in memory while users may still refer to them."""

import asyncio
from datetime import timedelta
from typing import NamedTuple

from telegram import Message

from bot.conversation.requests import file_of, text_of
from bot.delivery.place import Place, place_of

REMEMBERED_FOR = timedelta(hours=1)
MOST_MESSAGES = 500

Group = tuple[Message, ...]  # in order; of a text in parts, the first message has all of it


class _Remembered(NamedTuple):
    """A group, and the timer after which it is forgotten."""

    group: Group
    timer: asyncio.TimerHandle


class RecentGroups:
    """The parts of long texts and the files of albums, each kept for REMEMBERED_FOR.

    When a user replies to one of the messages, or presses a button under a reply to one, Telegram
    shows only that one.
    """

    def __init__(self) -> None:
        self._groups: dict[Place, _Remembered] = {}  # by place of each message, oldest first

    def find(self, message: Message) -> Group:
        """Return the messages that were sent together with this one, or only this one.

        It is only this one if it has been edited since: what is remembered is outdated.
        """
        found = self._groups.get(place_of(message))
        return found.group if found and _is_part(message, found.group) else (message,)

    def size(self, message: Message) -> int:
        """How many messages were sent together with this one, itself included."""
        found = self._groups.get(place_of(message))
        return len(found.group) if found else 1

    def remember(self, group: Group) -> None:
        """Remember messages that were sent as one, replacing what is known of them."""
        self._forget(group)
        loop = asyncio.get_running_loop()
        timer = loop.call_later(REMEMBERED_FOR.total_seconds(), self._forget, group)
        for message in group:
            self._groups[place_of(message)] = _Remembered(group, timer)
        while len(self._groups) > MOST_MESSAGES:
            self._forget(next(iter(self._groups.values())).group)

    def forget_chat(self, chat_id: int) -> None:
        """Forget every message of a chat."""
        chats = [found.group for place, found in self._groups.items() if place.chat == chat_id]
        for group in chats:
            self._forget(group)

    def _forget(self, group: Group) -> None:
        for message in group:
            if found := self._groups.pop(place_of(message), None):
                found.timer.cancel()


def _is_part(message: Message, group: Group) -> bool:
    """Whether a message is still as it was when its group was remembered."""
    known = next(one for one in group if one.message_id == message.message_id)
    file, known_file = file_of(message), file_of(known)
    if file and known_file:
        return file.file_unique_id == known_file.file_unique_id
    is_first = known is group[0]
    text, known_text = text_of(message), text_of(known)
    return known_text.startswith(text) if is_first else known_text == text
