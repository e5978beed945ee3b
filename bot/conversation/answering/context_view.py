"""The sentences around an answer's quotes: the button "Context", and "context" in reply."""

from dataclasses import replace

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler

from bot.conversation.answering.memory import RecentAnswers
from bot.conversation.answering.questions import Questions
from bot.conversation.chat_sources.own_sources import OwnSources
from bot.conversation.feature import Context, Feature, Response
from bot.conversation.presses import Presses, acknowledge
from bot.conversation.requests import Request, is_by, message_replied_to
from bot.conversation.shown.asked_again import Asked, AskedAgain
from bot.conversation.shown.blocks import blocks_in
from bot.conversation.shown.quotes import sentences_in
from bot.delivery.send import edit
from bot.delivery.shown import reply_of
from bot.library.library import Library
from bot.replies import commands as names
from bot.replies.about_me import FORGOTTEN, GONE
from bot.replies.answering.answer_buttons import ANSWER, CONTEXT, back_button
from bot.replies.answering.asked import question_line
from bot.replies.answering.context import Block, context_reply
from bot.replies.reply import Reply, joined
from corpus.store.sources import Sources


class ContextView:
    """Shows what a message of the bot quotes with the sentences around it.

    These are found in the message itself, so its age does not matter.
    """

    def __init__(
        self,
        library: Library,
        own_sources: OwnSources,
        questions: Questions,
        recent: RecentAnswers,
        presses: Presses,
        again: AskedAgain,
    ) -> None:
        self._library = library
        self._own_sources = own_sources
        self._questions = questions
        self._recent = recent
        self._presses = presses
        self._again = again

    def feature(self) -> Feature:
        """The request in words, the button under answers, and the one back."""
        routes = [
            CallbackQueryHandler(self.unfold, pattern=rf"^{CONTEXT}\Z"),
            CallbackQueryHandler(self.fold, pattern=rf"^{ANSWER}\Z"),
        ]
        return Feature({names.CONTEXT: self.show}, routes)

    async def show(self, message: Message, request: Request) -> Response:
        """Return the context of what a message replies to, in a message of its own.

        Further articles of a topic are what "more" asks for. Words that are not about quotes are
        answered like any others.
        """
        sources = self._own_sources.sources(message.chat)
        words = request.words or CONTEXT
        replied = message_replied_to(message)
        if replied is None or not await self._is_about_quotes(words, replied, sources):
            return await self._questions.answer(message, words, sources)
        reply = self._context(replied, sources)
        if reply is None:
            return await self._questions.answer(message, words, sources)
        answer = self._recent.find_by_answer(replied)
        if answer is None:
            return Response(reply)
        return Response(reply, answer.turn, answer.before, answer.quoted, answer.samples)

    async def unfold(self, update: Update, _: Context) -> None:
        """Show the context in place of the answer."""
        pressed = await self._presses.pressed(update)
        if pressed is None:
            return
        query, shown = pressed
        original = reply_of(shown)
        if _is_unfolded(original):  # pressed twice
            await acknowledge(query)
            return
        sources = self._own_sources.sources(shown.chat)
        asked = self._again.question_of(shown)
        reply = self._context(shown, sources, asked)
        await acknowledge(query, None if reply else str(GONE))
        if reply is not None:
            self._recent.keep_original(shown, original)
            await edit(shown, replace(reply, buttons=(back_button(),)))

    async def fold(self, update: Update, _: Context) -> None:
        """Show the answer as it was or, if that is forgotten, as it is now."""
        pressed = await self._presses.pressed(update)
        if pressed is None:
            return
        query, shown = pressed
        if not _is_unfolded(reply_of(shown)):  # pressed twice
            await acknowledge(query)
            return
        reply = self._recent.original(shown)
        if reply is None and (asked := self._again.question_of(shown)):
            reply = await self._again.reply(asked, shown)
        await acknowledge(query, None if reply else str(FORGOTTEN))
        if reply is not None:
            await edit(shown, reply)

    def _context(
        self, shown: Message, sources: Sources, asked: Asked | None = None
    ) -> Reply | None:
        """The quotes of a message with their context, below the question if it is given."""
        reply = reply_of(shown)
        quoted = sentences_in(reply, sources, self._library.store)
        blocks = blocks_in(reply, quoted, sources)
        if not blocks:
            return None
        if asked:
            blocks[0] = _below_question(question_line(*asked), blocks[0])
        return context_reply(blocks, sources)

    async def _is_about_quotes(self, words: str, replied: Message, sources: Sources) -> bool:
        """Whether words in reply to a message ask for the context of what it quotes."""
        bot = replied.get_bot().bot
        answer = self._recent.find_by_answer(replied)
        if not is_by(replied, bot) or (answer and answer.request.command == names.CONTEXT):
            return False
        if CONTEXT in words.lower() or answer is None:
            return True
        asked = self._again.question_of(replied)
        return asked is not None and not (await self._again.answer(asked, sources)).more


def _is_unfolded(shown: Reply) -> bool:
    """Whether a message shows the context of an answer, with the button back."""
    return any(button.data == ANSWER for button in shown.buttons)


def _below_question(question: Reply, block: Block) -> Block:
    """The block below a question, unless it is already."""
    above = block.line
    if above is None:
        return block._replace(line=question)
    if above.text.startswith(question.text):
        return block
    return block._replace(line=joined([question, above], "\n"))
