"""Tells chats what answers their standing questions."""

import asyncio
from dataclasses import replace
from functools import partial
from itertools import groupby

from telegram import Bot, Message

from bot.conversation.access import Access
from bot.conversation.answering.memory import RecentAnswers
from bot.conversation.answering.recent_answer import RecentAnswer
from bot.conversation.requests import Request
from bot.conversation.standing.delivery import (
    AT_ONCE,
    LONG_PAUSE,
    Outcome,
    Pauses,
    deliver,
    finish,
    succeeds,
)
from bot.conversation.standing.incoming import Incoming
from bot.delivery.place import place_of
from bot.delivery.speaking_to import speaking_to
from bot.library.library import Library
from bot.replies.answering.answer_buttons import Venue, answer_buttons
from bot.replies.commands import ASK
from bot.replies.reply import Reply
from bot.replies.standing.watching import told_reply
from corpus.store.chats.languages import ChatLanguages
from corpus.store.chats.standing_questions import StandingQuestion, StandingQuestions
from corpus.store.database.retrying import when_free
from retrieval.answer import Answer


class Telling:
    """Sends the answers, each of which ends its question.

    The question ends after the message was sent: if the bot is killed in between, the chat is told
    again, rather than never.
    """

    def __init__(
        self,
        library: Library,
        access: Access,
        questions: StandingQuestions,
        incoming: Incoming,
        recent: RecentAnswers,
    ) -> None:
        self._library = library
        self._access = access
        self._questions = questions
        self._languages = ChatLanguages(library.store.database)
        self._incoming = incoming
        self._recent = recent
        self._pauses = Pauses()

    async def tell(self, bot: Bot) -> None:
        """Tell each chat what was found for it.

        Raises:
            CorpusError: The database cannot be used.
        """
        found = sorted(self._questions.found(), key=lambda one: (one.chat, one.number))
        few = asyncio.Semaphore(AT_ONCE)

        async def in_chat(questions: list[StandingQuestion]) -> None:
            async with few:
                for question in questions:
                    if not self._pauses.holds(question.chat):
                        await self._try(bot, question)

        chats = [list(questions) for _, questions in groupby(found, lambda one: one.chat)]
        await asyncio.gather(*map(in_chat, chats))

    async def _try(self, bot: Bot, question: StandingQuestion) -> None:
        """Tell a chat what was found for a question, or pause if that fails."""
        with speaking_to(self._languages, question.chat):
            if not await succeeds(finish(self._tell(bot, question))):
                self._pauses.begin(question.chat, LONG_PAUSE)

    async def _tell(self, bot: Bot, question: StandingQuestion) -> None:
        chat, number = question.chat, question.number
        if not self._access.is_served(chat):
            await when_free(partial(self._questions.end_all, chat))
            return
        answer = await self._incoming.answer(question, question.found or range(0))
        if answer is None:  # the article was removed, or a better one contradicts it
            await when_free(partial(self._questions.mark_found, number, None))
            return
        if question not in self._questions.found():  # ended meanwhile
            return
        reply = self._reply(bot, question, answer)
        outcome, sent, pause = await deliver(bot, chat, question.thread, reply)
        if outcome is Outcome.GONE:
            await when_free(partial(self._questions.end_all, chat))
        elif outcome is Outcome.FAILED:
            self._pauses.begin(chat, pause)
        else:
            await when_free(partial(self._questions.end, chat, number))
        if sent is not None:
            self._remember(sent, question, answer)

    def _reply(self, bot: Bot, question: StandingQuestion, answer: Answer) -> Reply:
        sources = self._library.sources(self._access.collection_of(question.chat))
        venue = Venue(private=question.chat > 0, inline=bool(bot.bot.supports_inline_queries))
        reply = told_reply(question, answer, sources)
        return replace(reply, buttons=answer_buttons(answer, sources, venue))

    def _remember(self, sent: Message, question: StandingQuestion, answer: Answer) -> None:
        """Remember a message as if the chat had asked with it, so that "and when?" works."""
        shown = RecentAnswer(
            Request(ASK, question.question),
            place_of(sent),
            answer.turn,
            answer.before,
            tuple(passage.sentence.article.id for passage in answer.quoted),
        )
        self._recent.remember(sent, shown)
