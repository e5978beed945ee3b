"""Which messages are answered: those of chats that are served, within their limits."""

from datetime import timedelta

from telegram import Message

from bot.conversation.access import Access
from bot.conversation.quotas import GroupQuota, QuestionQuota, Verdict, is_admitted
from bot.conversation.requests import Request
from bot.conversation.sorting import can_be_joined
from bot.delivery.receipt import in_hand, seconds_waited
from bot.delivery.send import send
from bot.delivery.sender import sender_id
from bot.delivery.signs.reactions import REFUSED, react
from bot.replies.about_me import BUSY, TOO_MANY
from bot.replies.reply import Reply
from corpus.clock import Clock, now

BACKLOG = timedelta(minutes=1)  # what is older on arrival does not count towards a user's quota


class Admission:
    """Admits messages, each of which counts towards its author's quota."""

    def __init__(
        self, access: Access, quota: QuestionQuota, group_quota: GroupQuota, clock: Clock = now
    ) -> None:
        self._access = access
        self._quota = quota
        self._group_quota = group_quota
        self._clock = clock

    async def admits(self, message: Message, request: Request) -> bool:
        """Return whether to answer a message; if not, tell its author why, but not every time.

        In a group, what cannot be answered with others gets a reaction if there is too much of it.
        """
        again = is_admitted()
        # The quota comes first: otherwise a stranger could have any number of refusals.
        if not await self._is_within_limits(message) or not await self._access.admit(message):
            return False
        is_joinable = message.edit_date is None and can_be_joined(message, request)
        if is_joinable or self._group_quota.take(message.chat_id, again=again):
            return True
        await react(message, REFUSED)
        return False

    def serves(self, message: Message) -> bool:
        """Whether a message's chat or author is served."""
        return self._access.serves(message)

    def verdict(self, message: Message) -> Verdict:
        """Return whether a message is within its author's quota, to which it then counts."""
        asked = message.edit_date or message.date
        if self._clock() - timedelta(seconds=seconds_waited()) - asked > BACKLOG:
            return Verdict.ALLOWED  # the bot was offline, and the user did not ask too fast
        return self._quota.take(sender_id(message))

    async def _is_within_limits(self, message: Message) -> bool:
        """Whether the chat and the user are within their limits; if not, say so once."""
        receipt = in_hand.get()
        if receipt is not None and receipt.is_crowded:
            await send(message, Reply(str(BUSY)))
            return False
        verdict = self.verdict(message)
        if verdict is Verdict.REFUSED:
            await send(message, Reply(str(TOO_MANY)))
        return verdict is Verdict.ALLOWED
