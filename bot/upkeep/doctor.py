"""What may be wrong with the bot's surroundings, looked for one thing after the other."""

import asyncio
import json
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from telegram import Bot, User, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.clock import now
from bot.library.index_files import ATTEMPTS, FORMAT, MANIFEST, index_folder
from bot.replies.labels import counted, label
from bot.settings import Settings, SettingsError
from corpus.errors import CorpusError
from corpus.store import articles
from corpus.store.database import Database
from corpus.store.waiting_updates import WaitingUpdates
from retrieval.index.segment_file import SegmentError, read_segment
from retrieval.words.analysis import ANALYSIS

LONGEST = 10.0  # seconds for all that is asked over the network
MOST_WRONG = timedelta(seconds=60)  # that a clock may be; certificates and limits go by it
LATELY = timedelta(hours=1)  # Telegram tells of an error long after it was mended
LEAST_FREE = 200_000_000  # bytes
MARKS = {True: "ok", False: "!!", None: "--"}
UNREACHED = "check the network, a proxy, a firewall, and TELEGRAM_BASE_URL if it is set"

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, and what to do about it; ``ok`` is None where there is nothing to judge."""

    ok: bool | None
    what: str
    advice: str = ""

    @property
    def line(self) -> str:
        """The finding on one line."""
        told = f"{self.what}: {self.advice}" if self.advice else self.what
        return f"{MARKS[self.ok]} {told}"


async def findings(settings: Settings, clock: Clock = now) -> list[Finding]:
    """All findings, the token's first; none of them holds the token."""
    token = check_token(settings)
    if token.ok:
        network = await ask_telegram(settings, clock)
    else:
        network = [Finding(None, "Telegram was not asked", "that needs a token")]
    return [token, *network, *_look_at_disk(settings.quotewire_db)]


def check_token(settings: Settings) -> Finding:
    """Whether there is a token of the right form."""
    try:
        settings.check_token()
    except SettingsError as error:
        return Finding(False, str(error))
    return Finding(True, "TELEGRAM_BOT_TOKEN is set and looks like a token")


async def ask_telegram(
    settings: Settings, clock: Clock = now, patience: float = LONGEST
) -> list[Finding]:
    """What Telegram says of the token, groups, the webhook and the time, in so many seconds."""
    # A library's warnings, which may hold the token, are not to go to the terminal by themselves.
    logging.getLogger("telegram").addHandler(logging.NullHandler())
    found: list[Finding] = []
    try:
        async with asyncio.timeout(patience):
            found.append(await check_clock(settings, clock))
            await _ask_bot(settings, clock, found)
    except InvalidToken:
        advice = "@BotFather tells the right one"
        found.append(Finding(False, "Telegram refuses the token in TELEGRAM_BOT_TOKEN", advice))
    except TimeoutError:
        what = f"Telegram did not answer within {patience:g} seconds"
        found.append(Finding(False, what, UNREACHED))
    except (TelegramError, httpx.HTTPError) as error:
        what = f"Telegram cannot be reached ({type(error).__name__})"
        found.append(Finding(False, what, UNREACHED))
    return found


async def _ask_bot(settings: Settings, clock: Clock, found: list[Finding]) -> None:
    secret = settings.telegram_bot_token
    token = secret.get_secret_value() if secret else ""
    async with Bot(token, settings.telegram_base_url) as bot:
        found += [check_name(bot.bot), check_privacy(bot.bot)]
        wanted = settings.quotewire_webhook_url
        found.append(check_webhook(await bot.get_webhook_info(), wanted, clock()))


async def check_clock(settings: Settings, clock: Clock = now) -> Finding:
    """Whether this machine's clock goes as Telegram's does."""
    place = urlsplit(settings.telegram_base_url)
    async with httpx.AsyncClient(timeout=LONGEST) as client:
        response = await client.get(f"{place.scheme}://{place.netloc}/")
    try:
        theirs = parsedate_to_datetime(response.headers.get("Date", ""))
        wrong = clock() - theirs
    except (ValueError, TypeError):
        return Finding(None, "the clock was not compared", "the server tells no time")
    if abs(wrong) <= MOST_WRONG:
        return Finding(True, "the clock goes as Telegram's does")
    way = "ahead of" if wrong > timedelta() else "behind"
    what = f"the clock is {abs(wrong).total_seconds():.0f} seconds {way} Telegram's"
    return Finding(False, what, "have it set over the network (NTP)")


def check_name(me: User) -> Finding:
    """Which bot the token belongs to."""
    return Finding(True, f"Telegram can be reached, and the token is @{me.username}'s")


def check_privacy(me: User) -> Finding:
    """Whether the bot hears its name in groups."""
    if me.can_read_all_group_messages:
        return Finding(True, "group privacy is off: the bot hears its name in groups")
    return Finding(
        None,
        "group privacy is on: in groups only commands and replies surely reach the bot",
        "to change that send /setprivacy to @BotFather, choose Disable, then take the bot out of "
        "its groups and add it again",
    )


def check_webhook(told: WebhookInfo, wanted: str | None, moment: datetime) -> Finding:
    """Whether Telegram sends updates where they are wanted; only the host is named.

    The rest of the address may be a secret.
    """
    host = label(urlsplit(told.url).netloc.rpartition("@")[2], 100)
    if told.url != (wanted or ""):
        if not wanted:
            advice = "quotewire run polls and removes it; does another program use the token?"
            return Finding(False, f"a webhook is set, to {host}, and none is wanted", advice)
        what = f"the webhook leads to {host}" if told.url else "no webhook is set"
        return Finding(
            False if told.url else None,
            f"{what}, not as QUOTEWIRE_WEBHOOK_URL says",
            "quotewire run sets it at its start",
        )
    waiting = f"; {counted(told.pending_update_count, 'update')} waiting at Telegram"
    if not wanted:
        return Finding(True, f"no webhook is set, and none is wanted{waiting}")
    if told.last_error_date and moment - told.last_error_date <= LATELY:
        said = label(told.last_error_message or "no reason given", 200)
        advice = "check that the address leads to the bot, and its certificate"
        return Finding(False, f"Telegram could not use the webhook lately ({said})", advice)
    return Finding(True, f"the webhook is set, to {host}{waiting}")


def _look_at_disk(path: Path) -> list[Finding]:
    try:
        return [*check_database(path), check_index(path), check_disk(path)]
    except OSError as error:  # a folder may not be searched
        advice = "let the user who runs the bot use that folder"
        return [Finding(False, f"{path} cannot be looked at ({error.strerror})", advice)]


def check_database(path: Path) -> Iterator[Finding]:
    """Yield whether the database can be used and is whole, and what it holds."""
    if not path.exists():
        advice = "quotewire add or quotewire run makes it"
        yield Finding(None, f"there is no database yet at {path}", advice)
        return
    try:
        with closing(Database(path)) as database:
            yield from _look_into(database)
    except CorpusError as error:
        yield Finding(False, f"the database {error}")


def _look_into(database: Database) -> Iterator[Finding]:
    with database.reading() as connection:
        (first, *_) = connection.execute("PRAGMA quick_check").fetchone()
    if first != "ok":
        advice = "bring back a copy of it with quotewire restore"
        yield Finding(False, f"the database {database.path} is damaged", advice)
        return
    with database.noting(durable=False):  # fails where nothing can be written
        pass
    yield Finding(True, f"the database {database.path} is whole and can be written")
    with database.reading() as connection:
        count = articles.count(connection)
    yield Finding(True, f"it holds {counted(count, 'article')}")
    waiting = WaitingUpdates(database).count()
    if waiting:
        advice = "the bot answers as soon as it runs"
        yield Finding(None, f"{counted(waiting, 'update')} waiting for an answer", advice)
    else:
        yield Finding(True, "no message waits for an answer")


def check_index(path: Path) -> Finding:
    """Whether the index beside the database can be used; without it one is made anew."""
    folder = index_folder(path)
    if not (folder / MANIFEST).exists():
        return Finding(None, "there is no index yet", "it is made when it is needed")
    if not os.access(folder, os.W_OK | os.X_OK):
        advice = "let the user who runs the bot write there"
        return Finding(False, f"the index {folder} cannot be written", advice)
    try:
        segments = _read_segments(folder)
    except (SegmentError, OSError, ValueError, KeyError, TypeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        what = f"the index {folder} cannot be used ({label(str(reason), 200)})"
        return Finding(False, what, "delete the folder; it is made anew at the next start")
    if segments is None:
        what = "the index was made by another version of Quotewire"
        return Finding(None, what, "it is made anew at the next start")
    return Finding(True, f"the index is whole ({counted(segments, 'file')})")


def _read_segments(folder: Path) -> int | None:
    """How many files the index has, each of which was read; None if it is of another version."""
    for left in reversed(range(ATTEMPTS)):
        told = json.loads((folder / MANIFEST).read_bytes())
        if (told["format"], told["analysis"]) != (FORMAT, ANALYSIS):
            return None
        try:
            for name, _ in told["segments"]:
                read_segment(folder / Path(name).name)
        except FileNotFoundError:  # replaced by the running bot just now
            if not left:
                raise
        else:
            return len(told["segments"])
    return None


def check_disk(path: Path) -> Finding:
    """Whether there is room for what is added, and for a copy of the database."""
    folder = next(one for one in path.absolute().parents if one.exists())
    size = path.stat().st_size if path.exists() else 0
    free = shutil.disk_usage(folder).free
    what = f"{free / 1e6:,.0f} MB are free in {folder}"
    needed = max(LEAST_FREE, 2 * size)
    if free < needed:
        return Finding(False, f"only {what}", f"{needed / 1e6:,.0f} MB should be")
    return Finding(True, what)
