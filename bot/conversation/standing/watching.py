"""Standing questions: /watch, /watching and their buttons."""

import asyncio
from dataclasses import replace
from functools import partial

from telegram import Bot, Message, Update
from telegram.ext import CallbackQueryHandler

from bot.conversation.access import Access
from bot.conversation.answering.memory import RecentAnswers
from bot.conversation.feature import Context, Feature, Response
from bot.conversation.presses import Presses, said_by
from bot.conversation.requests import Request, message_replied_to
from bot.conversation.shown.asked_again import Asked, AskedAgain
from bot.conversation.shown.venue import venue_of
from bot.conversation.standing.incoming import Incoming
from bot.conversation.standing.telling import Telling
from bot.delivery.send import edit
from bot.delivery.shown import reply_of
from bot.library.library import Library
from bot.library.second_process import Responder
from bot.monitoring.supervisor import BackgroundJob
from bot.replies.about_me import FORGOTTEN
from bot.replies.answering.answer_buttons import NEAR, answer_buttons, nearest_button
from bot.replies.answering.answer_buttons import WATCH as WATCH_IT
from bot.replies.chat_sources.own_sources import ADMINS_ONLY
from bot.replies.commands import WATCH, WATCHING
from bot.replies.reply import Reply
from bot.replies.standing.watching import (
    ENDED_BEFORE,
    HOW_TO_WATCH,
    IN_LIST,
    LONGEST_QUESTION,
    ONE_AT_A_TIME,
    UNSERVED,
    UNWATCH,
    ended_reply,
    full_reply,
    known_reply,
    list_reply,
    too_long_reply,
    watching_reply,
)
from bot.wording.wording import spoken
from corpus.clock import Clock
from corpus.store.chats.languages import ChatLanguages
from corpus.store.chats.standing_questions import Full, StandingQuestions
from corpus.store.database.retrying import when_free
from corpus.store.sources import Sources
from retrieval.answer import Answer, Band, Turn
from retrieval.asking.given import Given

LOOK = 1.0  # seconds between two looks for articles that came in
ENDING = rf"^{UNWATCH}:([0-9]{{1,18}})(:{IN_LIST})?\Z"


class Watching:
    """Keeps the questions of chats; in a group, only administrators set and end them."""

    def __init__(
        self,
        library: Library,
        answering: Responder,
        access: Access,
        presses: Presses,
        recent: RecentAnswers,
        again: AskedAgain,
        clock: Clock,
    ) -> None:
        self._library = library
        self._answering = answering
        self._access = access
        self._presses = presses
        self._again = again
        self._clock = clock
        self._questions = StandingQuestions(library.store.database)
        self._languages = ChatLanguages(library.store.database)
        self._incoming = Incoming(library, answering, access, self._questions, clock)
        self._telling = Telling(library, access, self._questions, self._incoming, recent)

    def feature(self) -> Feature:
        """The commands, the buttons, and the work of checking what comes in."""
        routes = (
            CallbackQueryHandler(self.press, pattern=rf"^{WATCH_IT}\Z"),
            CallbackQueryHandler(self.end, pattern=ENDING),
        )
        return Feature({WATCH: self.watch, WATCHING: self.watching}, routes, self._jobs)

    def _jobs(self, bot: Bot) -> list[BackgroundJob]:
        return [BackgroundJob("standing questions", partial(self.keep_checking, bot))]

    async def keep_checking(self, bot: Bot) -> None:
        """Check what comes in and tell the chats, until cancelled."""
        while True:
            await when_free(partial(self._questions.prune, self._clock()))
            checked = await self._incoming.check()
            await self._telling.tell(bot)
            await asyncio.sleep(0 if checked else LOOK)

    async def watch(self, message: Message, request: Request) -> Response:
        """Watch for the question after the command, or that of the answer replied to."""
        if not await self._access.author_may_change(message):
            return Response(Reply(str(ADMINS_ONLY)))
        replied = message_replied_to(message)
        if request.words:
            asked: Asked | None = Asked(request.words)
        else:
            asked = self._again.question_of(replied) if replied else None
        if asked is None:
            return Response(Reply(str(HOW_TO_WATCH)))
        return Response(await self._kept(message, *asked))

    async def watching(self, message: Message, _: Request) -> Response:
        """List the chat's questions."""
        return Response(list_reply(self._questions.of_chat(message.chat_id)))

    async def press(self, update: Update, _: Context) -> None:
        """Watch for the question of an answer, as its button says."""
        pressed = await self._presses.pressed_by_editor(update)
        if pressed is None:
            return
        shown = pressed[1]
        asked = self._again.question_of(shown)
        if asked is None:
            await edit(shown, Reply(str(FORGOTTEN)))
        else:
            reply = await self._kept(shown, *asked)
            is_kept = any(button.data.startswith(f"{UNWATCH}:") for button in reply.buttons)
            has_near = any(button.data == NEAR for button in reply_of(shown).buttons)
            near = [nearest_button()] if is_kept and has_near else []
            await edit(shown, replace(reply, buttons=(*near, *reply.buttons)))

    async def end(self, update: Update, context: Context) -> None:
        """End a question, in the message that confirmed it or in the list."""
        pressed = await self._presses.pressed_by_editor(update)
        if pressed is None:
            return
        shown = pressed[1]
        data, in_list = said_by(context)
        number = int(data)
        own = {one.number: one for one in self._questions.of_chat(shown.chat_id)}
        await when_free(partial(self._questions.end, shown.chat_id, number))
        if in_list:
            reply = list_reply([one for one in own.values() if one.number != number])
        else:
            reply = ended_reply(own[number]) if number in own else Reply(str(ENDED_BEFORE))
        await edit(shown, reply)

    async def _kept(self, message: Message, words: str, before: Turn | None) -> Reply:
        """The reply once a question is kept, or to one that cannot or need not be."""
        if not self._access.is_served(message.chat_id):
            return Reply(str(UNSERVED))
        if max(len(words), len(before.question) if before else 0) > LONGEST_QUESTION:
            return too_long_reply()
        sources = self._library.sources(self._access.collection(message.chat))
        before = Turn(before.question) if before else None
        given = Given(after=before, today=self._clock().date())
        answer = await self._answering.answer(words, sources, given)
        if answer.parts:
            return Reply(str(ONE_AT_A_TIME))
        if not answer.query:
            return Reply(str(HOW_TO_WATCH))
        question = before.question if before else None
        if _is_known(answer) and not sources.samples:
            return await self._known(message, words, question, answer, sources)
        thread = message.message_thread_id if message.is_topic_message else None
        add = partial(self._questions.add, message.chat_id, thread, words, question, self._clock())
        kept = await when_free(add)
        await when_free(partial(self._languages.hear, message.chat_id, spoken()))
        return full_reply(kept) if isinstance(kept, Full) else watching_reply(kept)

    async def _known(
        self, message: Message, words: str, before: str | None, answer: Answer, sources: Sources
    ) -> Reply:
        """The answer to a question, which ends it if the chat was waiting for it."""
        if waiting := self._questions.find(message.chat_id, words, before):
            await when_free(partial(self._questions.end, message.chat_id, waiting.number))
        buttons = answer_buttons(answer, sources, venue_of(message))
        return replace(known_reply(answer, sources), buttons=buttons)


def _is_known(answer: Answer) -> bool:
    """Whether the sources answer a question as surely as an article that comes in must."""
    return answer.band is Band.SURE and answer.elsewhere is None
