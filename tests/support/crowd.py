"""A group in which many ask, and when each of them sees what."""

import asyncio
import itertools
from collections import defaultdict

from fake_telegram import GROUP, UPDATE_IDS, message

MENTION = "@QuotewireBot"
IDS = itertools.count(10)


class CrowdedGroup:
    """Messages to a group of a talk; each is by a user of its own."""

    def __init__(self, talk):
        self.asked = {}  # text by message
        self.arrived = {}  # the loop's time by message
        self.signs = defaultdict(list)  # times and emoji of the reactions, by message
        self.answered = {}  # times of the answers by message
        self.sent = []  # times and parameters of the messages
        self._talk = talk
        self._respond = talk.api.respond
        talk.api.respond = self._note

    def run(self, *said):
        """Say each text at its second, and wait until everything is done."""
        self._talk.runner.run(self.say(*said))

    def waits(self):
        """The seconds that each message waited for its answer, in the order of arrival."""
        return [self.answered[one] - time for one, time in self.arrived.items()]

    async def say(self, *said):
        loop = asyncio.get_running_loop()
        start = loop.time()
        for second, texts in itertools.groupby(said, lambda one: one[0]):
            await asyncio.sleep(max(start + second - loop.time(), 0))
            self._talk.bot.dispatch.accept([self._update(*one[1:]) for one in texts])
        await self._talk.bot.dispatch.idle()

    def _update(self, text, fields=None):
        number = next(IDS)
        user = {"id": number, "is_bot": False, "first_name": "Reader"}
        words = f"{text}{MENTION}" if text.startswith("/") else f"{MENTION} {text}"
        said = message(words, GROUP, message_id=number)
        said |= {"from": user} | (fields or {})
        self.asked[number] = text
        self.arrived[number] = asyncio.get_running_loop().time()
        return {"update_id": next(UPDATE_IDS), "message": said}

    def _note(self, method, parameters):
        now = asyncio.get_running_loop().time()
        if method == "setMessageReaction":
            (reaction,) = parameters["reaction"]
            self.signs[parameters["message_id"]].append((now, reaction["emoji"]))
        if method == "sendMessage":
            self.sent.append((now, parameters))
            first = parameters["reply_parameters"]["message_id"]
            lines = parameters["text"].split("\n")
            for number, text in self.asked.items():
                if number == first or text in lines:
                    self.answered.setdefault(number, now)
        return self._respond(method, parameters)
