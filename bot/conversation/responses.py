"""What the bot does about a request: a reply, a reaction, or work that takes a while."""

from collections.abc import Sequence

from telegram import Message

from bot.conversation.access import Access
from bot.conversation.adding.additions import Additions
from bot.conversation.adding.offers import offer_at_once, with_offer
from bot.conversation.answering.questions import Questions
from bot.conversation.chat_sources.own_sources import OwnSources
from bot.conversation.feature import Feature, Response
from bot.conversation.reacting.courtesies import reaction_to
from bot.conversation.requests import UNKNOWN, WORDLESS, Request
from bot.jobs.job import Work
from bot.replies.about_me import IN_WORDS, unknown_reply
from bot.replies.chat_sources.adding import OUT_OF_SIGHT
from bot.replies.commands import ADD, FOR_OPERATORS
from bot.replies.reply import Reply
from retrieval.asking.claims import refers_only


class Responses:
    """Has each request carried out by the part of this package that it is for."""

    def __init__(
        self,
        questions: Questions,
        own_sources: OwnSources,
        additions: Additions,
        access: Access,
        features: Sequence[Feature],
    ) -> None:
        self._questions = questions
        self._own_sources = own_sources
        self._additions = additions
        self._access = access
        self._carried = {name: carry for one in features for name, carry in one.commands.items()}
        self._slow = {name: prepare for one in features for name, prepare in one.slow.items()}

    def is_slow(self, request: Request) -> bool:
        """Whether a request is carried out by work that takes a while."""
        return request.command == ADD or request.command in self._slow

    def is_whole(self, message: Message) -> bool:
        """Whether a message is a text of its own, and not part of a longer one."""
        return self._additions.groups.size(message) == 1

    async def work(self, message: Message, request: Request) -> tuple[Work | Reply, Message]:
        """Return the work of a slow request, or why there is none, and the message to reply to."""
        if request.command == ADD:
            return await self._additions.add(message, message.get_bot().bot)
        return await self._slow[request.command](message, request), message

    async def respond(self, message: Message, request: Request) -> Response:
        """Return the response to any other request."""
        if request.command in FOR_OPERATORS and not self._access.is_operators(message.chat):
            request = Request(UNKNOWN, request.command)
        if carry := self._carried.get(request.command):
            return await carry(message, request)
        if emoji := reaction_to(message, request):
            return Response(None, reaction=emoji)
        if request.command == UNKNOWN:
            return Response(unknown_reply(request.words))
        return await self._answer(message, request)

    async def _answer(self, message: Message, request: Request) -> Response:
        """Answer a question, or offer to add what was sent."""
        bot = message.get_bot().bot
        group = self._additions.group_in_hand(message)
        if offer := offer_at_once(group, bot, self._additions.groups.size(message)):
            return Response(offer)
        if message.external_reply and refers_only(request.words):
            return Response(Reply(str(OUT_OF_SIGHT)))
        if request.command == WORDLESS:
            return Response(Reply(str(IN_WORDS)))
        sources = self._own_sources.sources(message.chat)
        response = await self._questions.answer(message, request.words, sources)
        if response.reply is None:
            return response
        reply = with_offer(response.reply, group, bot, response.band)
        return response._replace(reply=reply)
