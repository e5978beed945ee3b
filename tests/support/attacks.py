"""Attacks on a running bot, and how long its other users wait for answers meanwhile."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import chain, repeat
from pathlib import Path
from time import monotonic, sleep, time
from typing import Any, NamedTuple

from api_server import ApiServer
from fake_telegram import TOKEN, message
from patience import PATIENCE
from web_server import bomb, page, raw_web, web

VICTIMS = 50
EVERY = 0.05  # seconds between two questions; Telegram takes 30 messages a second
FIRST = 1_000_000  # the number of the first victim
ATTACKERS = 15
EACH = 20  # groups of each attacker; with a message in each, none is over a user's quota
SECONDS = 60.0  # to wait for the last answers
TOKEN_ID = 123456789
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


class Bot(NamedTuple):
    """A bot that runs: its Telegram, its folder and its process."""

    api: ApiServer
    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def database(self) -> Path:
        return self.folder / "quotewire.db"


Attack = Callable[[Bot], Any]  # a context manager; inside, the attack goes on


@contextmanager
def running(folder: Path, **settings: str) -> Iterator[Bot]:
    """Run the bot as a process."""
    with closing(ApiServer()) as api:
        environment = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_BASE_URL": f"{api.base()}/bot",
            "QUOTEWIRE_DB": str(folder / "quotewire.db"),
            "QUOTEWIRE_FETCH_HOSTS": "localhost",
            "QUOTEWIRE_EVERYONE_MAY_ADD": "true",
            **settings,
        }
        with (folder / "log.txt").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                cwd=folder, env=os.environ | environment, stderr=log,
            )  # fmt: skip
        try:
            api.wait_for_poll()
            yield Bot(api, folder, process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)


def update(number: int, text: str, chat: int, user: int) -> dict[str, Any]:
    """A message as Telegram delivers it."""
    sender = {"id": user, "is_bot": False, "first_name": "Somebody"}
    where = {"id": chat, "type": "private" if chat > 0 else "supergroup", "title": "News"}
    fields = {"message_id": number, "date": int(time()), "from": sender}
    return {"update_id": number, "message": message(text, where, **fields)}


def flood(bot: Bot, text: Callable[[int], str]) -> None:
    """Send a message from each attacker in each of EACH groups of their own."""
    pairs = [(user, group) for group in range(EACH) for user in range(1, ATTACKERS + 1)]
    bot.api.push(
        *(
            update(number, text(number), -(100 * user + group + 1), user)
            for number, (user, group) in enumerate(pairs, 1)
        )
    )


@contextmanager
def slow_texts(bot: Bot) -> Iterator[None]:
    """300 pasted texts, each of which takes a while to read."""
    flood(bot, lambda number: f"/add@QuotewireBot Storm {number}\n" + "It rained in Sund. " * 200)
    yield
    assert _read(bot) < ATTACKERS * EACH, "the attack was over before the questions"
    end = monotonic() + PATIENCE  # a busy machine may not have read one yet
    while not _read(bot) and monotonic() < end:
        sleep(0.05)
    assert _read(bot), "no text was read"


def _read(bot: Bot) -> int:
    """How many of the attackers' texts have had a reply."""
    return sum(one.chat < 0 for one in bot.api.sent())


@contextmanager
def links(bot: Bot, host: str) -> Iterator[None]:
    """300 links to a hostile server."""
    flood(bot, lambda number: f"/add@QuotewireBot {host}/{number}")
    yield


class Everywhere(dict[str, Any]):
    """The same page at every address."""

    def __getitem__(self, path: str) -> Any:
        return super().__getitem__("/")


@contextmanager
def compressed_zeros(bot: Bot) -> Iterator[None]:
    """Links to pages of which a few kilobytes decompress to a gigabyte."""
    twice = page(bomb(2, 1 << 30), **{"Content-Encoding": "gzip, gzip"})
    with web(Everywhere({"/": twice})) as (host, _), links(bot, host):
        yield


@contextmanager
def unusual_words(bot: Bot) -> Iterator[None]:
    """Links to long articles in which no word comes twice."""
    words = (f"{number * 2_654_435_761 % 2**32:x}" for number in range(50_000))
    text = " ".join(
        f"It rained {word}." if at % 300 == 0 else word for at, word in enumerate(words)
    )
    everywhere = Everywhere({"/": page(text.encode(), "text/plain; charset=utf-8")})
    with web(everywhere) as (host, _), links(bot, host):
        yield


def raw_links(parts: Callable[[], Any]) -> Attack:
    """Return the attack with links to a server that sends these parts, perhaps without end."""

    @contextmanager
    def attack(bot: Bot) -> Iterator[None]:
        with raw_web(parts) as host, links(bot, host):
            yield

    return attack


@contextmanager
def unresolvable_names(bot: Bot) -> Iterator[None]:
    """Links to hosts whose names no server knows."""
    flood(bot, lambda number: f"/add@QuotewireBot http://host{number}.invalid/")
    yield


@contextmanager
def busy_writer(bot: Bot) -> Iterator[None]:
    """Another program holds the database's lock for writing."""
    with closing(sqlite3.connect(bot.database, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@contextmanager
def open_snapshot(bot: Bot) -> Iterator[None]:
    """Another program reads an old state of the database while chats are forgotten."""
    with closing(sqlite3.connect(bot.database, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM article").fetchone()
        bot.api.push(*(_press_delete_everything(number) for number in range(1, EACH)))
        yield


def _press_delete_everything(number: int) -> dict[str, Any]:
    sender = {"id": 1, "is_bot": False, "first_name": "Somebody"}
    below = update(number, "Delete everything?", -number, TOKEN_ID)["message"]
    press = {"id": str(number), "from": sender, "chat_instance": "1", "message": below}
    return {"update_id": number, "callback_query": press | {"data": "forget"}}


def _silence() -> Iterator[bytes]:
    yield OK
    while True:
        sleep(0.5)
        yield b""


ATTACKS: dict[str, Attack] = {
    "300 texts that are slow to read": slow_texts,
    "300 pages of compressed zeros": compressed_zeros,
    "300 articles of nothing but unusual words": unusual_words,
    "300 pages in one-byte chunks": raw_links(
        lambda: chain([OK, b"Transfer-Encoding: chunked\r\n\r\n"], repeat(b"1\r\n<\r\n"))
    ),
    "300 pages of endless 103 responses": raw_links(
        lambda: repeat(b"HTTP/1.1 103 Early Hints\r\n\r\n")
    ),
    "300 pages of silent servers": raw_links(_silence),
    "300 links to unknown hosts": unresolvable_names,
    "a program that locks the database": busy_writer,
    "/forget while another program reads": open_snapshot,
}


def waits(bot: Bot, start: int) -> list[float]:
    """Ask a question from each victim; return how long the answers took, shortest first.

    One that never came took forever.
    """
    asked = {}
    for number in range(start, start + VICTIMS):
        asked[number] = monotonic()
        bot.api.push(update(number, "Who built the vessel?", number, number))
        sleep(EVERY)  # the questions come at a steady pace, whatever happens to the answers
    end = monotonic() + SECONDS
    arrived: dict[int, float] = {}
    while monotonic() < end and not asked.keys() <= arrived.keys():
        arrived = {one.question: one.moment for one in bot.api.sent()}
        sleep(0.05)
    forever = float("inf")
    return sorted(arrived.get(number, forever) - moment for number, moment in asked.items())


def suffered(
    folder: Path, attack: Attack, rounds: int, enough: Callable[[float], float] = lambda _: 0.0
) -> tuple[float, list[list[float]]]:
    """Return how long the victims waited in each round of an attack, the same bot in all.

    Before them comes how long one had to wait at most before the attack. ``enough`` turns that
    into a time; a round in which all waited less is the last.
    """
    found: list[list[float]] = []
    with running(folder) as bot:
        *_, before = waits(bot, FIRST)  # loads what answers need
        with attack(bot):
            for number in range(1, rounds + 1):
                found.append(waits(bot, FIRST + VICTIMS * number))
                if found[-1][-1] < enough(before):
                    break
    return before, found
