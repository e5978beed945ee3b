"""Which updates are for the bot, and how they may be handled: beside others, or together."""

from telegram import Bot, Message, Update
from telegram.constants import ChatType, UpdateType

from bot.conversation.answering.memory import RecentAnswers
from bot.conversation.reacting.courtesies import reaction_to
from bot.conversation.requests import Request
from bot.conversation.silence import read_request
from bot.delivery.place import Place
from bot.replies.commands import ASK

# Updates that concern the bot whatever is in them.
WITHOUT_MESSAGE = (
    UpdateType.CALLBACK_QUERY,
    UpdateType.MY_CHAT_MEMBER,
    UpdateType.INLINE_QUERY,
    UpdateType.GUEST_MESSAGE,
)
LONGEST_JOINED = 300  # characters of a question that is answered with others


class Sorting:
    """Sorts the updates of a bot, which must be initialized by then.

    Reactions concern the bot if they are to answers that it remembers.
    """

    def __init__(self, bot: Bot, recent: RecentAnswers) -> None:
        self._bot = bot
        self._recent = recent

    def concerns(self, update: Update) -> bool:
        """Whether an update needs to be handled."""
        message = update.message or update.edited_message
        if reaction := update.message_reaction:  # in groups, there are many to other messages
            place = Place(reaction.chat.id, reaction.message_id)
            return self._recent.find_at(place) is not None
        if message is None:
            return any(getattr(update, kind) is not None for kind in WITHOUT_MESSAGE)
        return bool(message.migrate_to_chat_id) or self._request(message) is not None

    def is_courtesy(self, update: Update) -> bool:
        """Whether a message in a group is answered by a reaction, which needs no turn."""
        message = _in_group(update)
        request = self._request(message) if message else None
        return bool(message and request and reaction_to(message, request))

    def asks(self, update: Update) -> bool:
        """Whether a message in a group is a question that can be answered with others."""
        message = _in_group(update)
        if message is None or len(message.text or "") > LONGEST_JOINED:
            return False
        request = self._request(message)
        if request is None or not can_be_joined(message, request):
            return False
        return reaction_to(message, request) is None

    def _request(self, message: Message) -> Request | None:
        return read_request(message, self._bot.bot)


def can_be_joined(message: Message, request: Request) -> bool:
    """Whether a request in a new message is a question that can be answered with others."""
    if request.command != ASK or not message.text or message.external_reply:
        return False
    return max(len(message.text), len(request.words)) <= LONGEST_JOINED


def _in_group(update: Update) -> Message | None:
    message = update.message
    return message if message and message.chat.type != ChatType.PRIVATE else None
