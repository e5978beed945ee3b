"""Several bots over one PostgreSQL, each a process, which answer what people ask them."""

import asyncio
import json
import logging
import os
import random
import signal
import ssl
from collections import Counter
from contextlib import closing, suppress
from functools import partial, partialmethod
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from itertools import count
from time import monotonic

from api_server import ApiServer
from fake_telegram import TOKEN, message
from keeper import keeper
from patience import PATIENCE
from starting import free_port, wait_until
from telegram.request import HTTPXRequest

from bot.application import build, serve
from bot.delivery.limits import flood_limits
from bot.library.library import Library
from bot.library.opensearch.client import Address
from bot.library.second_process import Responder
from bot.replies.about_me import WAITING
from bot.settings import Settings
from bot.updates.queues import chat_queues
from bot.updates.receiving.webhook import PROOF_HEADER, common_secret
from corpus.store.store import Store

PRIVATE = [{"id": number, "type": "private", "first_name": "Alice"} for number in range(1, 31)]
GROUPS = [{"id": -number, "type": "supergroup", "title": "News"} for number in range(1001, 1005)]
SHARE = 4  # one group message in this many is not for the bot
LOG = "bot.log"
FATAL = "What ends a bot?"
HOOK = "/hook"
HOOK_HEADERS = {PROOF_HEADER: common_secret(TOKEN), "Content-Type": "application/json"}

TLS = ssl.create_default_context()  # not used, but slow to make


class Crew:
    """Bots over the database at an address, and a Telegram for them; a life is one process.

    ``search`` are the URLs of a search engine, if they use one. Bots that are ``hooked`` receive
    webhooks, in turns, and do not poll.
    """

    def __init__(self, url, folder, search=(), *, hooked=False):
        self.telegram = ApiServer()
        self.telegram.take_as_note(str(WAITING))
        self.asked = {chat["id"]: [] for chat in PRIVATE + GROUPS}
        self.moments = {}  # when each question was asked, by its number
        self.living = {}  # pids by life
        self.received = Counter()  # webhooks by life
        self.url = url
        self._search = search
        self._ports = {} if hooked else None  # by life
        self._turns = count()
        self._folder = folder
        self._lives = count()
        self._numbers = count(1)
        self._chance = random.Random(2)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for life in [*self.living]:
            self.kill(life)
        self.telegram.close()

    @property
    def every(self):
        """How many questions were asked."""
        return sum(map(len, self.asked.values()))

    def ask(self, chat=None, text="Who built the vessel?"):
        """Let somebody write to the bots; a question's number is its message's id."""
        number = next(self._numbers)
        chat = chat or self._chance.choice(PRIVATE + GROUPS)
        if chat in PRIVATE or number % SHARE:
            self.asked[chat["id"]].append(number)
            text = text if chat in PRIVATE else f"@QuotewireBot {text}"
        said = message(text, chat, message_id=number)
        self.moments[number] = monotonic()
        self._deliver({"update_id": number, "message": said})

    def _deliver(self, update):
        """Have Telegram hand out an update, or bring it to one of the living bots, in turns."""
        if self._ports is None:
            self.telegram.push(update)
            return
        lives = [*self.living]
        life = lives[next(self._turns) % len(lives)]
        bring = partial(_takes_webhook, self._ports[life], update)
        wait_until(bring, PATIENCE, lambda: f"bot {life} takes no webhook")
        self.received[life] += 1

    def start(self):
        """Start a bot; return its life."""
        life = next(self._lives)
        folder = self._folder / f"bot-{life}"
        folder.mkdir()
        if self._ports is not None:
            self._ports[life] = free_port()
        child = os.fork()
        if not child:
            try:
                os.setpgid(0, 0)
                os.chdir(folder)
                os.environ["XDG_DATA_HOME"] = str(folder)  # as if on a machine of its own
                _answer(self.url, self._settings(life), self._search)
            finally:
                os._exit(1)  # reached by an error, or when told to stop
        keeper().watch(child)
        self.living[life] = child
        return life

    def _settings(self, life):
        listening = self._ports and {
            "quotewire_webhook_url": f"https://bot.example{HOOK}",
            "quotewire_webhook_listen": f"127.0.0.1:{self._ports[life]}",
        }
        return Settings(
            telegram_bot_token=TOKEN,
            telegram_base_url=f"{self.telegram.base(life)}/bot",
            quotewire_questions_per_minute=0,
            quotewire_second_process=False,
            _env_file=None,
            **(listening or {}),
        )

    def pause(self, life):
        """Have a bot stand still, as it is."""
        os.kill(self.living[life], signal.SIGSTOP)

    def go_on(self, life):
        """Have a bot that stands still go on."""
        os.kill(self.living[life], signal.SIGCONT)

    def kill(self, life):
        """Kill a bot."""
        self._end(life, signal.SIGKILL)

    def stop(self, life):
        """Have a bot stop in order."""
        self._end(life, signal.SIGINT)

    def ended(self):
        """Return the lives that have ended by themselves since the last call."""
        ended = [life for life, pid in self.living.items() if os.waitpid(pid, os.WNOHANG)[0]]
        for life in ended:
            keeper().ended(self.living.pop(life))
        return ended

    def _end(self, life, how):
        child = self.living.pop(life)
        os.kill(child, how)
        os.waitpid(child, 0)
        keeper().ended(child)


def _takes_webhook(port, update):
    """Send a bot an update; return whether it took it."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    with closing(connection), suppress(OSError, HTTPException):
        connection.request("POST", HOOK, json.dumps(update), HOOK_HEADERS)
        return connection.getresponse().status == HTTPStatus.OK
    return False


def _answer(url, settings, search):
    """Answer until stopped, as ``quotewire run`` does."""
    logging.basicConfig(filename=LOG, level=logging.INFO, force=True)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    # Where a message takes longer than that others are under way with it, and may come twice too.
    flood_limits.ALONE = 60.0
    chat_queues.LONGEST_GROUP_QUEUE = 10**6  # else some in a crowded group are dropped
    Responder.answer = partialmethod(_answer_or_die, Responder.answer)
    address = Address(search) if search else None
    with (
        closing(Store(url)) as store,
        closing(Library(store, search=address, background=True)) as library,
    ):
        library.sources()
        connections = (HTTPXRequest(httpx_kwargs={"verify": TLS}) for _ in range(2))
        asyncio.run(_serve(build(settings, library, *connections, limited=False)))


async def _answer_or_die(responder, answer, question, *rest, **given):
    if question == FATAL:
        os.kill(os.getpid(), signal.SIGKILL)
    return await answer(responder, question, *rest, **given)


async def _serve(bot):
    this = asyncio.current_task()
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, this.cancel)
    await serve(bot)


def first_answers(crew):
    """Return who answered each question first, in order, and how many of whose were repeated.

    Whoever that is, is named by their life; a question by its chat and number.
    """
    first = {}
    repeated = Counter()
    for one in crew.telegram.sent():
        key = one.chat, one.question
        if key in first:
            repeated[first[key]] += 1
        else:
            first[key] = one.life
    return first, repeated


def check(crew, kills):
    """Check that every question was answered, each chat's in their order; return the repeats.

    ``kills`` are the lives that were killed.
    """
    first, repeated = first_answers(crew)
    for chat, asked in crew.asked.items():
        assert [question for where, question in first if where == chat] == asked
    assert set(repeated) <= set(kills), repeated
    assert max(repeated.values(), default=0) <= 1, repeated
    return repeated.total()
