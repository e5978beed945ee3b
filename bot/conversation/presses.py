"""Which presses of buttons are served, and how they are acknowledged."""

import contextlib

from telegram import CallbackQuery, Message, Update
from telegram.error import BadRequest

from bot.conversation.access import Access
from bot.conversation.feature import Context
from bot.conversation.quotas import GroupQuota, QuestionQuota, Verdict, is_admitted
from bot.replies.about_me import NOT_SERVED, TOO_MANY, TOO_MANY_PRESSES
from bot.replies.chat_sources.own_sources import ADMINS_ONLY

Pressed = tuple[CallbackQuery, Message]


class Presses:
    """Admits presses within the quotas of groups and of users who are served."""

    def __init__(self, access: Access, quota: QuestionQuota, group_quota: GroupQuota) -> None:
        self._access = access
        self._quota = quota
        self._group_quota = group_quota

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
        await acknowledge(query, None if may_change else str(ADMINS_ONLY))
        return pressed if may_change else None

    async def _admits(self, query: CallbackQuery) -> bool:
        """Whether to do what a button says; if not, say why.

        A press carries no date, so each one counts, even after the bot was offline.
        """
        user, again = query.from_user.id, is_admitted()
        chat = query.message.chat.id if query.message else user
        verdict = self._quota.take(user)
        refusal = str(TOO_MANY) if verdict is Verdict.REFUSED else None
        if verdict is Verdict.ALLOWED:
            refusal = self._refusal(user, chat, again=again)
            if refusal is None:
                return True
        await acknowledge(query, refusal)
        return False

    def _refusal(self, user: int, chat: int, *, again: bool) -> str | None:
        """Why not to do what a button says, if the user has not pressed too many."""
        if not self._access.is_served(user, chat):
            return str(NOT_SERVED)
        return None if self._group_quota.take(chat, again=again) else str(TOO_MANY_PRESSES)


def said_by(context: Context) -> tuple[str, ...]:
    """Return the parts of a button's data that its handler's pattern groups; "" if left out."""
    return context.match.groups(default="") if context.match else ()


async def acknowledge(query: CallbackQuery, text: str | None = None) -> None:
    """Stop the button's spinner, with a short text at the top of the screen if one is given."""
    with contextlib.suppress(BadRequest):  # pressed too long ago, while the bot was offline
        await query.answer(text)
