"""Plays a conversation with the real bot, on a screen."""

import asyncio
from dataclasses import dataclass
from itertools import cycle

from fake_telegram import BOT, GROUP, MONDAY, PRIVATE, Talk

from bot.library.library import Library
from corpus.samples.sample_articles import load_samples
from corpus.store.store import Store
from retrieval.meaning.minilm import MiniLM
from tests.pictures.screen import Screen

MODEL = MiniLM()  # loaded once
PEOPLE = {
    name: {"id": number, "is_bot": False, "first_name": name}
    for number, name in enumerate(("Alice", "Bruno", "Chidi", "Dana"), 1)
}


@dataclass(frozen=True)
class Place:
    """A chat, with what the top of the screen says, and whose screen it is."""

    chat: dict
    title: str
    below: str
    viewer: int = 1

    @property
    def is_group(self):
        return self.chat["id"] < 0


IN_PRIVATE = Place(PRIVATE, "Quotewire", "bot")
IN_GROUP = Place(GROUP, "Newsroom", "30 members")


class Stage(Talk):
    """A conversation in one chat, of which everything that a person sees is remembered."""

    def __init__(self, place, articles=(), language="en", **settings):
        self.place = place
        self.language = language  # of everyone's app
        self.library = Library(Store(":memory:"), meaning=MODEL)
        self.library.load_model()  # before anybody asks: a thread lets the fast clock run on
        english = [one for one in load_samples() if one.language == "en"]
        self.add(*english, *articles)
        self.query = ""
        self.unfolded = False  # whether folded quotes have been tapped
        super().__init__(self.library, api=Screen(supports_inline_queries=True), **settings)

    def say(self, text, by="Alice", *, reply_to=None, shown=True, **fields):
        """Let a person write a message; ``reply_to`` is "bot" or "person", for the last one.

        If it is not ``shown``, neither is what the bot says.
        """
        if reply_to is not None:
            last = self.api.last(self.place.chat["id"], bots=reply_to == "bot")
            fields["reply_to_message"] = last.as_update(self.place.chat)
        who = PEOPLE[by] | {"language_code": self.language}
        said = self.message(text, self.place.chat, **{"from": who} | fields)
        before = len(self.api.shown)
        self.api.put(said)
        self.send("message", said)
        if not shown:
            del self.api.shown[before:]

    def press(self, label, by="Alice"):
        """Press a button of the bot's last message that has it."""
        below, data = next(
            (one, button["callback_data"])
            for one in reversed(self.api.shown)
            for row in one.rows
            for button in row
            if button["text"] == label
        )
        shown = below.as_update(self.place.chat)
        query = {"id": "9", "from": PEOPLE[by], "chat_instance": "1", "data": data}
        self.send("callback_query", query | {"message": shown})

    def ask_inline(self, text, by="Alice"):
        """Type a question behind the bot's name."""
        self.query = f"@{BOT['username']} {text}"
        query = {"id": "7", "from": PEOPLE[by], "query": text, "offset": ""}
        self.send("inline_query", query)

    def pick(self, number):
        """Send one of the results, as the person on whose screen it is."""
        self._put_result(self.api.results[number], PEOPLE["Alice"])

    def ask_as_guest(self, text, by):
        """Mention the bot in a chat where it is no member."""
        fields = {"from": PEOPLE[by], "guest_query_id": "5"}
        said = self.message(text, self.place.chat, **fields)
        self.api.put(said)
        self.send("guest_message", said)
        (result,) = self.api.results
        self.api.results = []
        self._put_result(result, BOT)

    def join(self):
        """Add the bot to the chat."""
        out = {"user": BOT, "status": "left"}
        member = {"user": BOT, "status": "member"}
        change = {"old_chat_member": out, "new_chat_member": member, "date": MONDAY}
        self.send("my_chat_member", change | {"chat": self.place.chat, "from": PEOPLE["Alice"]})

    def ask_at_once(self, *texts):
        """Let people ask, one after another, before any of them has an answer."""
        people = cycle(PEOPLE.values())
        said = [
            self.message(text, self.place.chat, **{"from": who})
            for text, who in zip(texts, people, strict=False)
        ]
        for one in said:
            self.api.put(one)
        self.send("message", *said)

    def wait(self, seconds):
        """Let the bot work in the background for a while."""

        async def work():
            async with self.bot.background.running():
                await asyncio.sleep(seconds)

        self.runner.run(work())

    def _put_result(self, result, sender):
        content = result["input_message_content"]
        said = self.message(content["message_text"], self.place.chat, **{"from": sender})
        said["entities"] = content.get("entities", [])
        rows = (result.get("reply_markup") or {}).get("inline_keyboard", [])
        self.api.put(said, rows=rows, via=sender is not BOT)

    def add(self, *articles):
        """Let articles come in."""
        for article in articles:
            self.library.store.add(article)
        self.library.sources()  # makes their vectors

    def scenery(self):
        """The messages as plain text, one after the other, to compare."""
        return "\n\n".join(map(_plain, self.api.shown)) + "\n"


def _plain(one):
    lines = [f"{one.sender['first_name']}:"]
    if one.reply_to is not None:
        lines.append(f"(in reply to {one.reply_to.sender['first_name']})")
    lines += one.text.split("\n")
    if one.reactions:
        lines.append(f"(reactions: {' '.join(one.reactions)})")
    lines += [f"[{'] ['.join(button['text'] for button in row)}]" for row in one.rows]
    return "\n".join(lines)
