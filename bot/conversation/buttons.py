"""What the bot does when a button is pressed."""

from dataclasses import replace

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler

from bot.conversation.adding.additions import Additions
from bot.conversation.answering.memory import RecentAnswers
from bot.conversation.chat_sources.own_sources import OwnSources
from bot.conversation.feature import Context, Route
from bot.conversation.presses import Presses, acknowledge
from bot.conversation.shown.asked_again import AskedAgain
from bot.delivery.entities import QUOTE_TYPES
from bot.delivery.receipt import receipt_in_hand
from bot.delivery.send import edit, send
from bot.jobs.job import Job, Work
from bot.jobs.job_queue import JobQueue
from bot.replies.about_me import FORGOTTEN
from bot.replies.answering.answer_buttons import NEAR
from bot.replies.chat_sources.adding import ADD_AS_SOURCE, ADD_IT
from bot.replies.chat_sources.removing import FORGET, KEEP, REMOVE, UNDO
from bot.replies.reply import Button

SOURCES = r"(?:[0-9a-f]{16}|[0-9]{1,9}(?:,[0-9]{1,9}){0,9})"  # an id, or numbers
CHANGE = rf"^(?:(?:{REMOVE}|{UNDO}):{SOURCES}|{FORGET}|{KEEP})\Z"

ADDITION = rf"^{ADD_IT}(?::[0-9]{{1,3}})?\Z"


class Buttons:
    """Handles the buttons under the bot's messages."""

    def __init__(
        self,
        own_sources: OwnSources,
        additions: Additions,
        jobs: JobQueue,
        recent: RecentAnswers,
        presses: Presses,
        again: AskedAgain,
    ) -> None:
        self._own_sources = own_sources
        self._additions = additions
        self._jobs = jobs
        self._recent = recent
        self._presses = presses
        self._again = again

    def routes(self) -> list[Route]:
        """The handler of each button."""
        return [
            CallbackQueryHandler(self.show_nearest, pattern=rf"^{NEAR}\Z"),
            CallbackQueryHandler(self.change, pattern=CHANGE),
            CallbackQueryHandler(self.add, pattern=ADDITION),
            CallbackQueryHandler(self.ignore),
        ]

    async def show_nearest(self, update: Update, _: Context) -> None:
        """Show the sentences closest to an unanswered question, in the same message."""
        pressed = await self._presses.pressed(update)
        if pressed is None:
            return
        query, shown = pressed
        asked = self._again.question_of(shown)
        await acknowledge(query, None if asked else str(FORGOTTEN))
        if asked:
            await edit(shown, await self._again.reply(asked, shown))

    async def change(self, update: Update, _: Context) -> None:
        """Change the chat's sources as the button says, if the user is allowed to."""
        pressed = await self._presses.pressed_by_editor(update)
        if pressed is None:
            return
        query, shown = pressed
        if query.data == FORGET:
            self._recent.forget_chat(shown.chat_id)
            self._additions.groups.forget_chat(shown.chat_id)
        reply = await self._own_sources.press(shown.chat, query.data or "")
        if reply is not None:
            await edit(shown, reply)

    async def add(self, update: Update, context: Context) -> None:
        """Add what the message replied to holds, if the user is allowed to.

        An answer with quotes stays; any other message becomes the reply.
        """
        pressed = await self._presses.pressed_by_editor(update)
        if pressed is None:
            return
        query, shown = pressed
        asked = (shown.reply_to_message or shown) if _has_quotes(shown) else None
        work = self._additions.add_pressed(shown, context.bot.bot, query.data or "")
        if isinstance(work, Work):
            user = query.from_user.id
            job = Job(update, asked or shown, receipt_in_hand(), work, user, edits=not asked)
            refusal = self._jobs.submit(job)
            if refusal is None:
                return
            # The button stays, for another attempt.
            work = replace(refusal, buttons=(Button(str(ADD_AS_SOURCE), query.data or ""),))
        await (send(asked, work) if asked else edit(shown, work))

    async def ignore(self, update: Update, _: Context) -> None:
        """Stop the spinner and do nothing else: the button is unknown, perhaps outdated."""
        if pressed := await self._presses.pressed(update):
            await acknowledge(pressed[0])


def _has_quotes(shown: Message) -> bool:
    """Whether a message of the bot quotes anything."""
    return any(one.type in QUOTE_TYPES for one in shown.entities)
