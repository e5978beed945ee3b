"""Which presses of buttons are served, and how they are acknowledged."""

import asyncio
import contextlib

from telegram import CallbackQuery, Message, Update
from telegram.error import BadRequest

from bot.conversation.access import Access
from bot.conversation.feature import Context
from bot.conversation.quotas import QuestionQuota, Verdict
from bot.delivery.limits.flood_limits import MESSAGES_PER_MINUTE_IN_GROUP
from bot.delivery.limits.window import MINUTE, Windows
from bot.delivery.receipt import in_hand
from bot.replies.about_me import NOT_SERVED, TOO_MANY, TOO_MANY_PRESSES
from bot.replies.chat_sources.own_sources import ADMINS_ONLY

Pressed = tuple[CallbackQuery, Message]

# Presses in a group in a minute. Most edit a message, which counts towards the group's limit; the
# other half is for answers, which would otherwise wait for whoever presses all the time.
MOST_IN_GROUP = MESSAGES_PER_MINUTE_IN_GROUP // 2


class Presses:
    """Admits presses within the quota of users who are served."""

    def __init__(self, access: Access, quota: QuestionQuota) -> None:
        self._access = access
        self._quota = quota
        self._groups: Windows[int] = Windows(MOST_IN_GROUP, MINUTE)

    async def pressed(self, update: Update) -> Pressed | None:
        """The button press and its message, or None if there is nothing more to do."""
        query = update.callback_query
        if query is None or not await self._admits(query):
            return None
        shown = query.message
        if query.data and isinstance(shown, Message) and shown.is_accessible:
            return query, shown
        # Telegram hides old messages; without data, any pattern matches (python-telegram-bot 22.8)
        await acknowledge(query)
        return None

    async def pressed_by_editor(self, update: Update) -> Pressed | None:
        """The same, acknowledged, if the user may change the chat's sources; otherwise None."""
        pressed = await self.pressed(update)
        if pressed is None:
            return None
        query, shown = pressed
        may_change = await self._access.may_change(shown.chat, query.from_user)
        await acknowledge(query, None if may_change else ADMINS_ONLY)
        return pressed if may_change else None

    async def _admits(self, query: CallbackQuery) -> bool:
        """Whether to do what a button says; if not, say why.

        A press carries no date, so each one counts, even after the bot was offline.
        """
        user = query.from_user.id
        receipt = in_hand.get()
        is_new = receipt is None or not receipt.is_admitted
        verdict = self._quota.take(user)
        if verdict is not Verdict.ALLOWED:
            await acknowledge(query, TOO_MANY if verdict is Verdict.REFUSED else None)
            return False
        chat = query.message.chat.id if query.message else user
        if not self._access.is_served(user, chat):
            await acknowledge(query, NOT_SERVED)
            return False
        now = asyncio.get_running_loop().time()
        if is_new and chat < 0 and not self._groups.take(chat, now):
            await acknowledge(query, TOO_MANY_PRESSES)
            return False
        return True


def said_by(context: Context) -> tuple[str, ...]:
    """Return the parts of a button's data that its handler's pattern groups; "" if left out."""
    return context.match.groups(default="") if context.match else ()


async def acknowledge(query: CallbackQuery, text: str | None = None) -> None:
    """Stop the button's spinner, with a short text at the top of the screen if one is given."""
    with contextlib.suppress(BadRequest):  # pressed too long ago, while the bot was offline
        await query.answer(text)
