"""A message that is ready to send, and how several become one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from telegram import MessageEntity
from telegram.constants import MessageEntityType, MessageLimit

from bot.replies.labels import utf16_length

MESSAGE = int(MessageLimit.MAX_TEXT_LENGTH)  # UTF-16 units that Telegram takes at once


class Button(NamedTuple):
    """A button under a message, and what Telegram sends back when it is pressed."""

    label: str
    data: str  # at most 64 bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """A message of 1 to 4096 UTF-16 units; its entities count in these units too."""

    text: str
    entities: tuple[MessageEntity, ...] = ()
    buttons: tuple[Button, ...] = ()


def joined(blocks: Sequence[Reply], between: str = "\n\n", room: int = MESSAGE) -> Reply:
    """As many of the blocks, from the first one on, as there is room for."""
    gap = utf16_length(between)
    ends = accumulate(utf16_length(block.text) + gap for block in blocks)
    parts: list[tuple[str, Sequence[MessageEntity]]] = []
    for block, end in zip(blocks, ends, strict=True):
        if end - gap <= room:
            parts += [(between, ()), (block.text, block.entities)]
    # To move an entity takes long: what stands at the beginning anyway need not be moved.
    text, entities = parts[1] if len(parts) == 2 else MessageEntity.concatenate(*parts[1:])
    return Reply(text, _most_needed(entities))


def _most_needed(entities: Iterable[MessageEntity]) -> tuple[MessageEntity, ...]:
    """The entities that Telegram takes note of, in order; bold words are the first to go."""
    ranked = sorted(entities, key=lambda entity: entity.type == MessageEntityType.BOLD)
    kept = ranked[: MessageLimit.MESSAGE_ENTITIES]
    return tuple(sorted(kept, key=lambda entity: (entity.offset, -entity.length)))


def _in_utf16(text: str, entities: Sequence[MessageEntity]) -> Reply:
    if utf16_length(text) > len(text):
        entities = MessageEntity.adjust_message_entities_to_utf_16(text, entities)
    return Reply(text, tuple(entities))
