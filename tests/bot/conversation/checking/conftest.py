"""A chat that has added a page of a web server, whose pages a test can change."""

import asyncio

import pytest
from fake_telegram import BOT, MONDAY, PRIVATE, Talk
from files import PAGE
from web_server import page, web

from bot.library.library import Library

BOT_QUESTION = "Who built the vessel?"


class Checked:
    """A conversation about pages on a server, by path; ``asked`` are the requests to it."""

    def __init__(self, talk, library, host, pages, asked):
        self.talk = talk
        self.library = library
        self.host = host
        self.pages = pages
        self.asked = asked

    def show(self, html, path="/ferry", **fields):
        self.pages[path] = page(html.encode(), **fields)

    def ask(self, question=BOT_QUESTION, chat=PRIVATE):
        """The answer to a question, as a message that can be replied to."""
        (sent,) = self.talk.say(question, chat)
        number = 5000 + sum(call.method == "sendMessage" for call in self.talk.api.calls) - 1
        return shown_again(sent, chat, number)

    def verify(self, chat=PRIVATE, command="/verify", **fields):
        """The reply to /verify."""
        (sent,) = self.talk.say(command, chat, **fields)
        return sent

    @property
    def fetched(self):
        return [path for path, _ in self.asked]


def shown_again(sent, chat, number):
    """A message that the bot sent, as Telegram shows it where it is replied to."""
    fields = {"message_id": number, "date": MONDAY, "chat": chat, "from": BOT}
    return fields | {"text": sent["text"], "entities": sent.get("entities", [])}


@pytest.fixture
def checked():
    pages = {"/ferry": page(PAGE.encode())}
    library = Library.of([])
    with (
        web(pages) as (host, asked),
        Talk(
            library,
            loop=asyncio.SelectorEventLoop,
            quotewire_fetch_hosts=frozenset({"localhost"}),
            quotewire_everyone_may_add=True,
        ) as talk,
    ):
        talk.say(f"/add {host}/ferry")
        asked.clear()
        yield Checked(talk, library, host, pages, asked)
